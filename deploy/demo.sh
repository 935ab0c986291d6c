#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The demonstration's institutions and people, through the flows that real
# ones take: admission by two administrators, activation by two reviewers,
# enrolment with both halves of a code.  Nothing here writes to the database.
#
#   demo.sh            everybody, then accounts.json
#   demo.sh operator   only the document that countersign init loads
set -euo pipefail

lib=$(cd "$(dirname "$0")" && pwd)/lib
# shellcheck source=lib/settings.sh
. "$lib/settings.sh"
# shellcheck source=lib/pki.sh
. "$lib/pki.sh"
# shellcheck source=lib/people.sh
. "$lib/people.sh"
# shellcheck source=lib/otp.sh
. "$lib/otp.sh"

make_all() {
    mkdir -p "$demo/profiles" "$demo/done"
    cp "$pki/ca.pem" "$demo/ca.pem"
    local line
    while read -r line; do person_make "$line"; done < <(people_list . .)
}

# people_documents HOW INSTITUTION
people_documents() {
    local line
    while read -r line; do person_document "$line"; done < <(people_list "$1" "$2") | jq -sc .
}

# The offline keys of which two can recover the platform; a real operator keeps them apart, on paper or in a safe.
recovery_keys() {
    local n
    mkdir -p "$demo/recovery"
    for n in 1 2 3; do
        [ -e "$demo/recovery/$n.key" ] || (umask 077 && pki_key "$demo/recovery/$n.key")
        openssl pkey -in "$demo/recovery/$n.key" -pubout
    done | jq -Rsc '{needed: 2, keys: [splits("(?<=-----END PUBLIC KEY-----\n)") | select(. != "")]}'
}

operator_document() {
    jq -n --arg platform "$platform" --arg name "${institution_name[OPERATOR]}" \
        --argjson departments "$(people_departments OPERATOR)" --argjson people "$(people_documents init OPERATOR)" \
        --argjson recovery "$(recovery_keys)" \
        '{platform: $platform, people: $people, recovery: $recovery,
          operator: {code: "OPERATOR", name: $name, jurisdiction: "CN", departments: $departments}}'
}

# enrol LINE [CODE]: binds the device and sets the password, which only this person knows, and settles what is owed.
enrol() {
    people_read "$1"
    ask "$account" enrol --account "$account" --password-file "$demo/$account.password" --label "$name, workstation" \
        ${2:+--code "$2"} >/dev/null
    settle "$account"
}

enrol_all() {
    local line
    while read -r line; do enrol "$line"; done < <(people_list "$1" "$2")
}

# settle ACCOUNT: signed in, with the terms accepted and an authenticator enrolled; the authors have a phrase, too.
settle() {
    sign_in "$1"
    ask "$1" terms accept >/dev/null
    otp_enrol "$1"
    [[ ,$roles, != *,author,* ]] || ask "$1" phrase set "$name reads the river twice" >/dev/null
}

# decide ACCOUNT REVIEW: one person's countersignature under a review, with a one-time code.
decide() { ask "$1" review decide "$2" --verdict approve --comment 'checked' --yes --otp "$(otp_code "$1")"; }

admission_document() {
    local supervised=null
    [ "${institution_kind[$1]}" != member ] || supervised='"REGULATOR"'
    jq -n --arg code "$1" --arg name "${institution_name[$1]}" --arg kind "${institution_kind[$1]}" \
        --argjson by "$supervised" --argjson departments "$(people_departments "$1")" \
        --argjson people "$(people_documents admission "$1")" \
        --arg digest "$(printf 'letter of %s' "$1" | openssl dgst -sha256 -binary | basenc --base64url | tr -d '=')" \
        '{code: $code, name: $name, kind: $kind, jurisdiction: "CN", departments: $departments, people: $people,
          letter_digest: $digest} + (if $by then {regulated_by: $by} else {} end)'
}

# admit INSTITUTION ASKS DECIDES DECIDES: a system administrator asks; another one and a security administrator decide.
admit() {
    local review person
    admission_document "$1" >"$demo/admission.$1.json"
    review=$(ask "$2" institution admit "$demo/admission.$1.json" | jq -er .review.id)
    for person in "$3" "$4"; do decide "$person" "$review" >/dev/null; done
    echo "  ${institution_name[$1]} is admitted, on the word of three administrators"
}

account_document() {
    person_document "$1" | jq --arg institution "$institution" --rawfile certificate "$demo/$account.pem" \
        'del(.thumbprint) + {kind: "person", institution: $institution, certificate: $certificate}'
}

# A program has an owner, who answers for it, and addresses that it may come from.
service_document() {
    account_document "$1" | jq --arg owner "$(holder "$institution" author)" \
        'del(.person) + {kind: "service", owner: $owner, addresses: ["127.0.0.0/16", "::1/128"]}'
}

# holder INSTITUTION ROLE: the first one who holds it.
holder() { people_list . "$1" | awk -v role="$2" '$7 == role { print tolower($2) "." $3; exit }'; }

# Two of those account reviewers who are there already: who can give a one-time code soonest.
reviewers() {
    local person
    people_list . "$1" | awk '$7 == "account.reviewer" { print tolower($2) "." $3 }' | while read -r person; do
        [ ! -e "$demo/$person.otp" ] || echo "$(otp_last "$person") $person"
    done | sort -sn | head -n 2 | cut -d ' ' -f 2
}

# propose LINE DOCUMENT: asks the officer for the account; sets review and code, the officer's half of its code.
propose() {
    local created
    printf '%s\n' "$2" >"$demo/$account.request.json"
    created=$(ask "$(holder "$institution" account.officer)" account create "$demo/$account.request.json")
    review=$(jq -er .review.id <<<"$created")
    code=$(jq -r '.code_half // empty' <<<"$created")
}

# Two reviewers decide; prints the answer to the second one.
approve() {
    local reviewer answer
    for reviewer in $(reviewers "$institution"); do answer=$(decide "$reviewer" "$1"); done
    printf '%s\n' "$answer"
}

# The officer holds one half of the code, the second reviewer the other; only the person has both.
activate() {
    local review code half
    people_read "$1"
    propose "$1" "$(account_document "$1")"
    half=$(approve "$review" | jq -er .code_half)
    enrol "$1" "$code.$half"
}

activate_service() {
    local review code
    people_read "$1"
    propose "$1" "$(service_document "$1")"
    approve "$review" >/dev/null
}

# everybody DO INSTITUTION: signs in or out those who are there.
everybody() {
    local person
    people_list . "$2" | awk '{ print tolower($2) "." $3 }' | while read -r person; do
        [ ! -e "$demo/$person.otp" ] || "$1" "$person"
    done
}

# populate INSTITUTION: its first six, then all others.
populate() {
    local line
    everybody sign_in "$1" # where an earlier run was cut short
    once "enrol.$1" enrol_all admission "$1"
    while read -r line; do
        people_read "$line"
        once "account.$account" activate "$line"
    done < <(people_list activation "$1" && people_list story "$1")
    while read -r line; do
        people_read "$line"
        once "account.$account" activate_service "$line"
    done < <(people_list service "$1")
    everybody sign_out "$1"
    echo "  ${institution_name[$1]}: $(people_list . "$1" | wc -l) people, each activated by two others or admitted with the bank"
}

# Each administrator asks or decides, so that nobody waits for the next one-time code.
admit_all() {
    everybody sign_in OPERATOR
    once admit.REGULATOR admit REGULATOR operator.hu.cheng operator.kong.yi operator.shi.mo
    once admit.BANKA admit BANKA operator.kong.yi operator.hu.cheng operator.bai.lu
    once admit.BANKB admit BANKB operator.hu.cheng operator.kong.yi operator.shi.mo
    everybody sign_out OPERATOR
}

# The institutions come in side by side: they have nothing to do with each other.
populate_all() {
    local code pids=() pid failed=0
    for code in BANKA BANKB REGULATOR; do
        populate "$code" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || failed=1; done
    return "$failed"
}

# agree PURPOSE PROPOSES SIGNS SIGNS: for three years the banks process data together, for one purpose.
agree() {
    local review person
    review=$(ask "$2" agreement create --parties BANKA,BANKB --purpose "$1" --duties "$demo/duties.txt" \
        --ends-at "$(date -u -d '+3 years' +%FT%TZ)" | jq -er .review.id)
    for person in "$3" "$4"; do decide "$person" "$review" >/dev/null; done
}

# Nobody signs two of them, so that nobody waits for the next one-time code.
agree_all() {
    local person signers=(banka.lin.hai banka.luo.mei banka.tang.wen bankb.wei.xin bankb.ye.qiu bankb.feng.ye)
    echo 'Each bank answers for what its people read of the other, and tells it of any misuse at once.' >"$demo/duties.txt"
    for person in "${signers[@]}"; do sign_in "$person"; done
    agree risk banka.lin.hai banka.luo.mei bankb.wei.xin
    agree fraud bankb.wei.xin banka.lin.hai bankb.ye.qiu
    agree operations banka.luo.mei banka.tang.wen bankb.feng.ye
    for person in "${signers[@]}"; do sign_out "$person"; done
    echo '  Bank A and Bank B have agreed on their duties, for each purpose'
}

# One line of accounts.json; permissions are those that the roles bring.  A program has neither password nor code.
account_entry() {
    local password='' otp=''
    people_read "$1"
    [ "$how" = service ] || password=$(cat "$demo/$account.password") otp=$(cat "$demo/$account.otp")
    jq -nc --arg account "$account" --arg institution "$institution" --arg department "$department" --arg rank "$rank" \
        --arg roles "$roles" --arg password "$password" --arg otp "$otp" --arg endpoint "$base_url/oauth2/token" \
        --slurpfile policy "$CS_POLICIES/permissions.json" \
        '($roles | split(",")) as $list | {account: $account, institution: $institution, department: $department,
          rank: $rank, roles: $list, permissions: ([$list[] as $role | $policy[0].roles[$role][]] | unique),
          certificate: "\($account).pem", key: "\($account).key"} +
         if $password == "" then {kind: "service", password: null, otp_secret: null, token_endpoint: $endpoint}
         else {kind: "person", password: $password, otp_secret: $otp} end'
}

write_accounts() {
    local line
    while read -r line; do account_entry "$line"; done < <(people_list . . | grep -v '^story') | jq -s \
        --arg platform "$platform" --arg base_url "$base_url" --arg ops_url "$ops_url" --arg log_key "$(log_key)" \
        --arg database "$(connection postgres)" --arg cli "$cli" \
        '{platform: $platform, base_url: $base_url, ops_url: $ops_url, ca: "ca.pem", log_key: $log_key,
          database: $database, cli: $cli, accounts: .}' >"$demo/accounts.json.new"
    mv "$demo/accounts.json.new" "$demo/accounts.json"
}

# The key by which everybody checks the log is handed out by the operator, not taken from the log.
log_key() { "$cli" keys log --keys "$keys/sealer" --platform "$platform" | tee "$demo/log.vkey"; }

make_all
if [ "${1:-}" = operator ]; then
    operator_document >"$demo/operator.json"
    exit 0
fi
[ ! -e "$demo/accounts.json" ] || exit 0
once enrol.OPERATOR enrol_all init OPERATOR
admit_all
populate_all
once agreements agree_all
write_accounts
