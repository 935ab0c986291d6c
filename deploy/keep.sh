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

tenths=1
while [ $stopping = no ]; do
    began=$(date +%s)
    setsid "$@" &
    child=$!
    echo $child >"$folder/$name.pid"
    [ $stopping = no ] || kill -s "$signal" "$child"
    # wait also returns when a signal arrives: the child is gone only when it cannot be signalled.
    while kill -0 $child 2>/dev/null; do wait $child; done
    # What a killed master leaves behind would hold its port.
    kill -s KILL -- -$child 2>/dev/null
    [ $stopping = no ] || break
    echo "$(date -u +%FT%TZ) $name ended and is started again" >&2
    # One that dies at once is tried more and more slowly, in the end every 3 seconds.
    if [ $(($(date +%s) - began)) -ge 2 ]; then tenths=1; elif [ $tenths -lt 32 ]; then tenths=$((tenths * 2)); fi
    sleep "$((tenths / 10)).$((tenths % 10))"
done
rm -f "$folder/$name.keeper" "$folder/$name.pid"
