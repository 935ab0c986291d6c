#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The demonstration: one fraud case, two banks, one regulator.  Every step is
# a call of countersign(1) as one person, printed before it is made, so that
# each can be repeated by hand.  These people stand in no list of test accounts.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/settings.sh
. "$here/lib/settings.sh"
# shellcheck source=lib/people.sh
. "$here/lib/people.sh"
# shellcheck source=lib/stage.sh
. "$here/lib/stage.sh"

author=banka.mei.lan department=banka.gao.shan responsible=banka.song.ke compliance=banka.tang.wen
reader=bankb.han.xue approver=bankb.feng.ye auditor=regulator.ning.jing
everybody=("$author" "$department" "$responsible" "$compliance" "$reader" "$approver" "$auditor")

publish_payment() {
    chapter 'Bank A publishes a suspicious payment'
    tell "Mei Lan of Bank A's payments desk has a pacs.008 message that smells of fraud.  She says where it comes
from and signs, with the key of her own device, that it is true.  The platform gives it an identifier: a signature
over who, when, what level, and the content, which nobody can guess from it."
    show "$author" record create "$root/deploy/demo-data/pacs008.xml" --type file --media-type application/xml \
        --category payment --level confidential --grade important --title 'Second payment to a nine-day-old beneficiary' \
        --audience BANKB --source 'core payment system, message BANKA-20260301-000417' --publish
    record=$(said id)
}

publish_indicators() {
    chapter 'The same morning: an indicator for every member'
    tell "The copy of the sign-in page behind it goes to all members as a STIX 2.1 bundle."
    show "$author" record create "$root/deploy/demo-data/indicators.json" --type note --category threat --level public \
        --grade general --title 'Copy of a corporate sign-in page' --audience members --source 'threat desk' --publish
    indicators=$(said id)
}

three_stages() {
    local review
    chapter 'Three people, three stages, three countersignatures'
    tell "Nothing is published on one person's word.  Department, responsible person and compliance each sign, with
their own device, the digest of exactly what will be done.  The database itself verifies each signature; a stolen
gateway could approve nothing."
    review=$(open_review "$department" record.publish "$record")
    show "$department" review show "$review"
    countersign "$review" 'what will be signed' "$department" "$responsible" "$compliance"
    tell 'The indicators go the same way.'
    review=$(open_review "$department" record.publish "$indicators")
    countersign "$review" 'signed and decided' "$department" "$responsible" "$compliance"
    show "$author" record show "$record"
}

ask_permission() {
    local review
    chapter 'Bank B finds it, and may not read it yet'
    tell "Han Xue of Bank B sees the title in her catalogue.  Confidential content of another bank needs a permission:
what is refused is logged as well."
    show "$reader" record list --category payment
    refused "$reader" read "$record" --purpose fraud
    refusal=$(said trace_id)
    tell "She asks.  The banks agreed on what they owe each other for this purpose; the permission rests on that.  Her own
bank and the bank that owns the record both have to countersign."
    show "$reader" permission request --record "$record" --operations view,download --max-level confidential --purpose fraud \
        --until "$(date -u -d '+7 days' +%FT%TZ)" --reason 'The beneficiary has an account with us.'
    review=$(open_review "$approver" permission.grant)
    show "$approver" review show "$review"
    countersign "$review" 'what will be signed' "$approver" "$compliance"
}

read_record() {
    local kept=$demo/received.xml
    chapter 'Bank B reads: no byte without its entry in the log'
    tell "Before the first byte leaves, the entry of this very delivery is durable: who, which device, from where, which
bytes.  Its id is the delivery's identifier."
    show "$reader" read "$record" --operation download --purpose fraud -o "$kept"
    delivery=$(said delivery)
    cmp "$kept" "$root/deploy/demo-data/pacs008.xml"
    tell 'Byte for byte what Bank A published.  She keeps a signed receipt, with the proof that its entry lies in the log:'
    wait_sealed "$auditor" "$delivery"
    show "$reader" receipt "$delivery"
}

verify_log() {
    local file=$demo/log.verify
    chapter 'The regulator trusts nobody here'
    tell 'Ning Jing sees who read what, and under whose decision.'
    show "$auditor" audit list --object "$record"
    show "$auditor" audit checkpoint --log-key "$demo/log.vkey"
    tell "The whole log can be checked anywhere, offline, with nothing but the verifier key that the operator handed out:
every entry is hashed again, the tree is built again, the checkpoint's signature is checked."
    verify operator --database "$(connection cs_operator)" --write "$file"
    verify anywhere "$file"
    tell "Now somebody alters one line of the file, so that Han Xue's refusal looks as if it had never been one."
    sed "/$refusal/s/\"outcome\": \"refused\"/\"outcome\": \"done\"/" "$file" >"$file.changed"
    [ "$(diff "$file" "$file.changed" | grep -c '^>')" = 1 ] || die 'one line should have been altered'
    if verify anywhere "$file.changed"; then die 'the change was not found'; fi
}

# verify WHO ARGUMENT...
verify() {
    local status=0 call=(verify "${@:2}" --log-key "$demo/log.vkey")
    command_line "$1" "${call[@]}"
    "$cli" "${call[@]}" >"$demo/answer" 2>&1 || status=$?
    answered
    return "$status"
}

case ${1:-} in
    '') ;;
    help | --help | -h)
        echo 'usage: deploy/story.sh    plays the demonstration on the platform that deploy/quickstart.sh started'
        exit 0
        ;;
    *) die "story.sh takes no argument: $1" ;;
esac
[ -e "$demo/accounts.json" ] || die 'not started: deploy/quickstart.sh'

for person in "${everybody[@]}"; do sign_in "$person"; done
publish_payment
publish_indicators
three_stages
ask_permission
read_record
verify_log
for person in "${everybody[@]}"; do sign_out "$person"; done
chapter 'So it goes: two signatures for all that matters, and a log that anyone can check.'
