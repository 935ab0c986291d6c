# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Configure, build, and install into the stage folder, from which everything is run.

build() {
    (
        cd "$root"
        { [ -e Makefile ] || as "$owner" ./configure; } && as "$owner" make -j"$(nproc)"
    ) >"$log/build.log" 2>&1 || die "the build failed; see $log/build.log"
    make -s -C "$root" install PREFIX=/usr DESTDIR="$stage" >>"$log/build.log" 2>&1 ||
        die "the installation failed; see $log/build.log"
}
