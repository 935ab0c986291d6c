# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The sections of the tests, in the order from quick to slow.

# The story comes before the tests that break into the log, since it shows a log that holds.
sections=(build units sanitized fuzz lint database client platform story e2e faults)
quickstart="$here/../deploy/quickstart.sh"
fuzz_seconds=${CS_FUZZ_SECONDS:-10}

# shellcheck source=../../deploy/lib/settings.sh
. "$here/../deploy/lib/settings.sh"
# shellcheck source=../../deploy/lib/system.sh
. "$here/../deploy/lib/system.sh"

test_packages=(libcunit1-dev clang clang-format cppcheck shellcheck postgresql-15-pgtap libtap-parser-sourcehandler-pgtap-perl faketime chromium libnss3-tools)

node_is_fit() { command -v npm >/dev/null && [ "$(node -p 'parseInt(process.versions.node)' 2>/dev/null || echo 0)" -ge 18 ]; }

section_packages() {
    node_is_fit || test_packages+=(nodejs npm)
    system_packages "${packages[@]}" "${test_packages[@]}"
}

in_root() { (cd "$root" && "$@"); }

build_all() { ./configure && make -s -j"$(nproc)"; }
section_build() { tally build one in_root build_all; }
section_units() { tally units cunit in_root make -s check; }
section_sanitized() { tally sanitized cunit in_root make -s -j"$(nproc)" SANITIZE=address,undefined check; }

fuzz_run() {
    # What is found goes into the first folder; the shipped corpus, where there is one, is only read.
    local corpus=("$root/build-test/corpus/$1")
    mkdir -p "${corpus[0]}"
    [ ! -d "$root/tests/fuzz/$1" ] || corpus+=("$root/tests/fuzz/$1")
    "$root/build-fuzz/fuzz/$1" -max_total_time="$fuzz_seconds" -verbosity=0 \
        -artifact_prefix="$root/build-test/$1-" "${corpus[@]}"
}

# As many at a time as there are processors.
section_fuzz() {
    local target
    tally fuzz-build one in_root make -s -j"$(nproc)" fuzz
    for target in "$root"/build-fuzz/fuzz/*_fuzz; do
        [ "$(jobs -rp | wc -l)" -lt "$(nproc)" ] || wait -n
        aside "$(basename "$target")" fuzz_run "$(basename "$target")" &
    done
    wait
    for target in "$root"/build-fuzz/fuzz/*_fuzz; do
        tally "$(basename "$target")" one aside_told "$(basename "$target")"
    done
}

section_lint() {
    local script
    for script in "$root"/tests/lint/*.sh; do tally "lint-$(basename "$script" .sh)" one "$script"; done
}

# On servers of their own, beside what comes after them, which mostly waits.
section_database() { tally_aside database tap bash "$root/tests/database/run.sh"; }
section_client() { tally_aside client cunit bash "$root/tests/client/run.sh"; }

# The same quickstart as everybody's, with a folder and ports of its own.
section_platform() {
    if [ -n "${CS_SANITIZE:-}" ]; then
        in_root make -s -j"$(nproc)" SANITIZE=address,undefined
        export CS_CLI="$root/build-sanitize/countersign"
    fi
    "$quickstart" clean >/dev/null
    tally platform one "$quickstart" start
    tally platform-again one "$quickstart" start
}

section_platform_stop() { [ -n "${CS_KEEP:-}" ] || "$quickstart" clean >/dev/null; }

node_tests() {
    local folder=$1
    shift
    [ -d "$root/tests/e2e/node_modules" ] || (cd "$root/tests/e2e" && npm ci --no-audit --no-fund --silent) ||
        { echo 'the packages of the tests cannot be installed: npm ci failed in tests/e2e'; return 1; }
    (cd "$root/tests/$folder" && CS_ACCOUNTS="$CS_VAR/demo/accounts.json" node ../e2e/run.js "$@")
}

section_e2e() { tally e2e node node_tests e2e .; }
section_faults() { tally faults node node_tests faults .; }
section_story() { tally story one "$root/deploy/story.sh"; }
