# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # settings.sh sets the places
# The people's authenticators (RFC 6238).  A code is taken in its own 30 seconds, in those before and those after, and
# each step is good for one: the last one that an account used stands in the folder otp, which the tests go on with.

otp_last() { cat "$demo/otp/$1" 2>/dev/null || echo 0; }

# otp_code ACCOUNT: a code that was never used before, once it can be used.
otp_code() {
    local now last step
    now=$(date +%s)
    last=$(otp_last "$1")
    step=$((now / 30 - 1))
    # The oldest first, unless it would run out on the way.
    [ $((now % 30)) -lt 25 ] || step=$((step + 1))
    [ "$step" -gt "$last" ] || step=$((last + 1))
    mkdir -p "$demo/otp"
    echo "$step" >"$demo/otp/$1"
    while [ "$(date +%s)" -lt $(((step - 1) * 30 + 1)) ]; do sleep 0.5; done
    oathtool --totp --base32 --now="@$((step * 30))" "$(cat "$demo/$1.otp")"
}

# otp_enrol ACCOUNT: its secret is known to the platform and to the person.
otp_enrol() {
    local secret
    secret=$(ask "$1" otp begin | jq -er '.uri | capture("[?&]secret=(?<secret>[A-Z2-7]+)").secret')
    (umask 077 && printf %s "$secret" >"$demo/$1.otp")
    ask "$1" otp confirm --otp "$(otp_code "$1")" >/dev/null
}

# otp_rest: until the codes that the authenticators show now were used by nobody; a minute at most.
otp_rest() {
    local last
    last=$(cat "$demo"/otp/* | sort -n | tail -n 1)
    [ $(($(date +%s) / 30)) -le "$last" ] || return 0
    note "the demonstration used one-time codes ahead of their time: waiting until $(date -d "@$(((last + 1) * 30))" +%T)"
    while [ $(($(date +%s) / 30)) -le "$last" ]; do sleep 0.5; done
}
