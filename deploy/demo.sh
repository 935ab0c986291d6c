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

# enrol LINE [CODE]: binds the device and sets the password, which only this person knows.
enrol() {
    people_read "$1"
    ask "$account" enrol --account "$account" --password-file "$demo/$account.password" --label "$name, workstation" \
        ${2:+--code "$2"} >/dev/null
}

enrol_all() {
    local line
    while read -r line; do enrol "$line"; done < <(people_list "$1" "$2")
}

# decide ACCOUNT REVIEW: one person's countersignature under a review.
decide() { ask "$1" review decide "$2" --approve --comment 'checked'; }

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

# One system administrator asks; another one and a security administrator decide.
admit() {
    local review
    admission_document "$1" >"$demo/admission.$1.json"
    review=$(ask operator.hu.cheng institution admit "$demo/admission.$1.json" | jq -er .review.id)
    decide operator.kong.yi "$review" >/dev/null
    decide operator.shi.mo "$review" >/dev/null
    echo "  ${institution_name[$1]} is admitted, on the word of three administrators"
}

account_document() {
    person_document "$1" | jq --arg institution "$institution" --rawfile certificate "$demo/$account.pem" \
        'del(.thumbprint) + {kind: "person", institution: $institution, certificate: $certificate}'
}

officer() { people_list admission "$1" | awk '$7 == "account.officer" { print tolower($2) "." $3; exit }'; }
reviewers() { people_list admission "$1" | awk '$7 == "account.reviewer" { print tolower($2) "." $3 }' | head -n 2; }

# The officer holds one half of the code, the second reviewer the other; only the person has both.
activate() {
    local line=$1 created review reviewer code
    people_read "$line"
    account_document "$line" >"$demo/profiles/account.json"
    created=$(ask "$(officer "$institution")" account create "$demo/profiles/account.json")
    review=$(jq -er .review.id <<<"$created")
    code=$(jq -er .code_half <<<"$created")
    for reviewer in $(reviewers "$institution"); do created=$(decide "$reviewer" "$review"); done
    code=$code.$(jq -er .code_half <<<"$created")
    enrol "$line" "$code"
}

staff_signed() { # sign_in or sign_out INSTITUTION
    local person
    for person in $(officer "$2") $(reviewers "$2"); do "$1" "$person"; done
}

# activate_all HOW INSTITUTION
activate_all() {
    local line
    staff_signed sign_in "$2"
    while read -r line; do
        people_read "$line"
        once "account.$account" activate "$line"
    done < <(people_list "$1" "$2")
    staff_signed sign_out "$2"
    echo "  ${institution_name[$2]}: $(people_list "$1" "$2" | wc -l) people activated, each by two others"
}

admit_all() {
    local code
    for code in operator.hu.cheng operator.kong.yi operator.shi.mo; do sign_in "$code"; done
    for code in REGULATOR BANKA BANKB; do
        once "admit.$code" admit "$code"
        once "enrol.$code" enrol_all admission "$code"
    done
    for code in operator.hu.cheng operator.kong.yi operator.shi.mo; do sign_out "$code"; done
}

# One line of accounts.json; permissions are those that the roles bring.
account_entry() {
    people_read "$1"
    jq -nc --arg account "$account" --arg institution "$institution" --arg department "$department" --arg rank "$rank" \
        --arg roles "$roles" --rawfile password "$demo/$account.password" --slurpfile policy "$CS_POLICIES/permissions.json" \
        '($roles | split(",")) as $list | {account: $account, institution: $institution, department: $department,
          rank: $rank, roles: $list, permissions: ([$list[] as $role | $policy[0].roles[$role][]] | unique),
          kind: "person", password: $password, otp_secret: null, certificate: "\($account).pem", key: "\($account).key"}'
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
for institution in BANKA BANKB; do once "activation.$institution" activate_all activation "$institution"; done
for institution in BANKA BANKB REGULATOR; do once "story.$institution" activate_all story "$institution"; done
write_accounts
