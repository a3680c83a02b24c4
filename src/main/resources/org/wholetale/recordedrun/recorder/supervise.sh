#!/bin/sh
# The first process of the recorder's container. Starts the recorder, and again where it ended before its time: a container
# that ends is made to wait by the kubelet, longer each time, and is not started at all once the tale has ended.
#
# usage: supervise COMMAND...
#
# SIGTERM, which comes when the tale has ended, is passed on; a recorder that is started after it gets --ending. The
# recorder's exit codes 0 and 125 are its last word, and the container's.
set -u

control=/run/recordedrun/control
ending=
child=
wait_before=0

end() {
  ending=--ending
  [ -z "$child" ] || kill -TERM "$child" 2> /dev/null
}
trap end TERM INT

# The containers of a pod share these files, and a tale that runs as root may write them: where the store is, is not for it to
# say. What they held before any tale ran is kept for this container's later starts too.
keep_names() {
  for name in hosts resolv.conf; do
    [ -e "/etc/$name" ] || continue
    kept=$control/$name
    [ -e "$kept" ] || { cp "/etc/$name" "$kept.new" && mv "$kept.new" "$kept"; } || return
    mount --bind "$kept" "/etc/$name" || return
  done
}
# In a container only: elsewhere they are the machine's.
if [ $$ = 1 ] && [ -d "$control" ] && ! keep_names; then
  echo "supervise: the pod's /etc/hosts and /etc/resolv.conf cannot be kept from the tale: is the container privileged?" >&2
  exit 1
fi

# run COMMAND...: in the background, since only then a signal is handled at once; leaves its exit code in $code.
run() {
  "$@" &
  child=$!
  wait "$child"
  code=$?
  while kill -0 "$child" 2> /dev/null; do # a signal ends the waiting, not the child
    wait "$child"
    code=$?
  done
  child=
}

while :; do
  run "$@" $ending
  case $code in
    0 | 125) exit "$code" ;;
  esac
  # What it left running, such as bpftrace, is of no use any more. In a PID namespace of its own only: elsewhere -1 is all.
  [ $$ != 1 ] || kill -s KILL -- -1 2> /dev/null
  echo "supervise: the recorder ended with code $code and is started again" >&2
  [ $wait_before = 0 ] || run sleep $wait_before
  wait_before=$((wait_before < 4 ? wait_before + 1 : 5))
done
