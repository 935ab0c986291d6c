#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# usage: keep.sh NAME FOLDER SIGNAL COMMAND...
#
# Keeps one service alive: runs the command, and runs it again when it dies,
# however it dies.  TERM stops it with SIGNAL.  FOLDER/NAME.keeper and
# FOLDER/NAME.pid hold the two process ids.
set -u
name=$1 folder=$2 signal=$3
shift 3
stopping=no child=

trap 'stopping=yes; [ -z "$child" ] || kill -s "$signal" "$child" 2>/dev/null' TERM
echo $$ >"$folder/$name.keeper"

delay=0.1
while [ $stopping = no ]; do
    began=$(date +%s)
    setsid "$@" &
    child=$!
    echo $child >"$folder/$name.pid"
    # wait also returns when a signal arrives: the child is gone only when it cannot be signalled.
    while kill -0 $child 2>/dev/null; do wait $child; done
    # What a killed master leaves behind would hold its port.
    kill -s KILL -- -$child 2>/dev/null
    [ $stopping = no ] || break
    echo "$(date -u +%FT%TZ) $name ended and is started again" >&2
    # One that dies at once is tried more and more slowly.
    if [ $(($(date +%s) - began)) -ge 2 ]; then delay=0.1; else delay=$(echo "$delay" | awk '{ d = $1 * 2; print (d > 3 ? 3 : d) }'); fi
    sleep "$delay"
done
rm -f "$folder/$name.keeper" "$folder/$name.pid"
