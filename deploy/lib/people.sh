# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # what is set here is read by the scripts that source it
# The people of deploy/demo/people.txt, and how a script acts as one of them: by CLI calls with their profile.

people="$root/deploy/demo/people.txt"
declare -A institution_name=([BANKA]='Bank A' [BANKB]='Bank B' [REGULATOR]='Financial Regulator' [OPERATOR]='Platform Operator')
declare -A institution_kind=([BANKA]=member [BANKB]=member [REGULATOR]=regulator [OPERATOR]=operator)

# people_list HOW INSTITUTION: their lines; a dot stands for any.
people_list() { awk -v how="$1" -v of="$2" '/^[a-z]/ && (how == "." || $1 == how) && (of == "." || $2 == of)' "$people"; }

# people_read LINE: sets how, institution, account, name, department, rank, roles.
people_read() {
    local given
    read -r how institution given name department rank roles <<<"$1"
    account=${institution,,}.$given
    name=${name//_/ }
}

people_institutions() { awk '/^[a-z]/ { print $2 }' "$people" | sort -u; }

# The departments that an institution's people work in, as a JSON array.
people_departments() { people_list . "$1" | awk '{ print $5 }' | sort -u | jq -R . | jq -sc .; }

# person_make LINE: certificate, password and profile, once.  A program has a certificate only.
person_make() {
    people_read "$1"
    pki_person "$demo" "$account" "$institution"
    [ "$how" != service ] || return 0
    [ -e "$demo/$account.password" ] || (umask 077 && person_password >"$demo/$account.password")
    [ -e "$demo/profiles/$account.json" ] || person_profile >"$demo/profiles/$account.json"
}

# Random, with each class of characters; consonants only, for what has vowels spells somebody's name now and then.
person_password() { printf '%s-Xy7' "$(openssl rand -hex 15 | tr 0-9a-f bcdfghjkmnpqrtvw | sed 's/.../&-/g')"; }

person_profile() {
    jq -n --arg url "$base_url" --arg account "$account" '{base_url: $url, ca: "../ca.pem", account: $account,
        certificate: "../\($account).pem", key: "../\($account).key"}'
}

# The person as init and an admission name them; the number tells persons apart, whatever their accounts.
person_document() {
    people_read "$1"
    jq -nc --arg name "$account" --arg person "$name" --arg number "$institution-$(printf %s "$account" | cksum | cut -d' ' -f1)" \
        --arg department "$department" --arg rank "$rank" --arg roles "$roles" \
        --arg thumbprint "$(pki_thumbprint "$demo/$account.pem")" \
        '{name: $name, person: {name: $person, number: $number}, department: $department, rank: $rank,
          roles: ($roles | split(",")), thumbprint: $thumbprint}'
}

# by ACCOUNT VERB...: a CLI call as that person.
by() {
    local who=$1
    shift
    "$cli" --profile "$demo/profiles/$who.json" "$@" </dev/null
}

# ask ACCOUNT VERB...: the same for machines; a refusal ends the script and says why.
ask() {
    local answer complaint=$demo/profiles/$1.complaint
    if ! answer=$(by "$@" --json 2>"$complaint"); then
        printf '%s could not %s: %s\n' "$1" "${*:2}" "$answer" >&2
        cat "$complaint" >&2
        return 1
    fi
    rm "$complaint"
    printf '%s\n' "$answer"
}

sign_in() { ask "$1" sign-in --password-file "$demo/$1.password" >/dev/null; }
sign_out() { ask "$1" sign-out >/dev/null; }

# once STEP COMMAND...: a step that has been done is not done again.
once() {
    local step=$1
    shift
    [ ! -e "$demo/done/$step" ] || return 0
    "$@"
    : >"$demo/done/$step"
}
