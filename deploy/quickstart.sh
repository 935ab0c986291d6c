#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A whole Countersign platform on this machine, from the packages to the
# demonstration, with security fully on.  Starting twice changes nothing.
set -euo pipefail

lib=$(cd "$(dirname "$0")" && pwd)/lib
# shellcheck source=lib/settings.sh
. "$lib/settings.sh"
# shellcheck source=lib/system.sh
. "$lib/system.sh"
# shellcheck source=lib/build.sh
. "$lib/build.sh"
# shellcheck source=lib/pki.sh
. "$lib/pki.sh"
# shellcheck source=lib/database.sh
. "$lib/database.sh"
# shellcheck source=lib/services.sh
. "$lib/services.sh"
# shellcheck source=lib/otp.sh
. "$lib/otp.sh"
# shellcheck source=lib/platform.sh
. "$lib/platform.sh"

usage() {
    cat <<END
usage: deploy/quickstart.sh [command]
  start    install, build, set up, start, play the demonstration (default)
  stop     stop gateway, sealer and database; data stays
  status   what runs
  clean    stop, and remove everything below $CS_VAR
  story    play the demonstration once more
END
}

# With sudo the platform gets users of its own.
become_root() {
    [ "$(id -u)" != 0 ] && command -v sudo >/dev/null && sudo -v 2>/dev/null || return 0
    exec sudo --preserve-env=CS_VAR,CS_PORT,CS_OPS_PORT,CS_POLICIES,CS_WORKERS,CS_CLI,CS_STORY "$0" "$@"
}

case ${1:-start} in
    start) become_root "$@"; platform_start; platform_story; platform_summary ;;
    stop) become_root "$@"; platform_stop ;;
    status) become_root "$@"; platform_status ;;
    clean) become_root "$@"; platform_clean ;;
    story) become_root "$@"; "$root/deploy/story.sh" ;;
    help | --help | -h) usage ;;
    *) usage >&2; exit 2 ;;
esac
