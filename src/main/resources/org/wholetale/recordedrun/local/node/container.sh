#!/bin/sh
# Becomes a container's process. Runs as root, as the first process of a PID namespace, in a mount namespace of its own:
#
#   container.sh PROCS MEMORY BLKIO PIDS FAILURE ROOT MOUNTS WORKDIR IDENTITY... -- VARIABLE=VALUE... -- COMMAND...
#
# PROCS     the cgroup.procs file of the container's group
# MEMORY    those of the groups of cgroup v1 in which it is counted what the container uses, each /dev/null where there is
# BLKIO     none
# PIDS
# FAILURE   a file in which is written why the command could not be started
# ROOT      an empty folder for a root of the container's own, or - to stay in the machine's
# MOUNTS    a file with a line SOURCE<TAB>TARGET<TAB>ro|rw|machine for each mount; machine is a folder that the container
#           has where the machine has it, and hides nothing
# IDENTITY  options of setpriv; none for a privileged container
set -eu

procs=$1 memory=$2 blkio=$3 pids=$4 failure=$5 root=$6 mounts=$7 workdir=$8
shift 8
exec 5> "$memory" 6> "$blkio" 7> "$pids" 8> "$failure" 9> "$procs"

fail() {
  echo "$1" >&8
  exit 128
}

if [ "$root" = - ]; then
  prefix=
  mkdir -p /run/recordedrun
  mount -t tmpfs -o mode=755 run /run/recordedrun
else
  # The machine's own folders, but for those where a container has its own.
  prefix=$root
  mount -t tmpfs -o mode=755 root "$root"
  hidden=" tmp home root run work mnt media proc dev $(awk -F '\t' '$3 != "machine" { split($2, part, "/"); printf "%s ", part[2] }' "$mounts") "
  for entry in /*; do
    name=${entry#/}
    case $hidden in *" $name "*) continue ;; esac
    if [ -L "$entry" ]; then
      ln -s "$(readlink "$entry")" "$root/$name"
    elif [ -d "$entry" ]; then
      mkdir "$root/$name"
      mount --rbind "$entry" "$root/$name"
      case $name in
        sys | var) ;;
        *) mount -o remount,bind,ro "$root/$name" ;;
      esac
    fi
  done
  mkdir "$root/dev" "$root/proc"
  mount -t tmpfs -o mode=755 dev "$root/dev"
  for device in null zero full random urandom tty; do
    : > "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
  done
  mkdir "$root/dev/pts" "$root/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
  mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
  ln -s pts/ptmx "$root/dev/ptmx"
  ln -s /proc/self/fd "$root/dev/fd"
  ln -s /proc/self/fd/0 "$root/dev/stdin"
  ln -s /proc/self/fd/1 "$root/dev/stdout"
  ln -s /proc/self/fd/2 "$root/dev/stderr"
  mkdir -p "$root/tmp" "$root/run" "$root/home/jovyan"
  chmod 1777 "$root/tmp"
  chmod 777 "$root/home/jovyan"
fi

while IFS="$(printf '\t')" read -r source target mode; do
  if [ "$mode" = machine ] && [ -e "$prefix$target" ]; then
    continue
  fi
  if [ -d "$source" ]; then
    mkdir -p "$prefix$target"
  else
    mkdir -p "$(dirname "$prefix$target")"
    : >> "$prefix$target"
  fi
  mount --bind "$source" "$prefix$target"
  [ "$mode" = rw ] || mount -o remount,bind,ro "$prefix$target"
done < "$mounts"

# After the mounts, one of which may be of the machine's own.
mount -t proc proc "$prefix/proc"

if [ -n "$prefix" ]; then
  mkdir "$root/.machine"
  cd "$root"
  pivot_root . .machine
  umount -l /.machine
  rmdir /.machine
fi
mkdir -p "$workdir"
cd "$workdir"

# Last of all the process joins the group: nothing of the above is the container's, and the first program executed in
# the group is the command. The descriptors were opened by root, so this needs no right of the container's. Its variables
# are set by builtins only then, since LD_PRELOAD and the like would have their say in any program before.
# shellcheck disable=SC2016
enter='
  fail() { echo "$1" >&8; exit 128; }
  path=$PATH
  for word; do
    [ "$word" = -- ] && break
    case $word in PATH=*) path=${word#PATH=} ;; esac
    case ${word%%=*} in "" | [0-9]* | *[!A-Za-z0-9_]*)
      fail "env \"${word%%=*}\": the local node can only set variables that a shell can" ;;
    esac
  done
  for word; do [ "$word" = -- ] && found=1 && continue; [ "$found" ] && command=$word && break; done
  PATH=$path
  case $command in
    */*) [ -e "$command" ] || fail "exec: \"$command\": no such file or directory"
         [ -x "$command" ] && [ ! -d "$command" ] || fail "exec: \"$command\": permission denied" ;;
    *) command -v "$command" > /dev/null || fail "exec: \"$command\": executable file not found in \$PATH" ;;
  esac
  for count in 5 6 7; do echo 0 >&$count || fail "cannot join the cgroup"; done
  echo 0 >&9 || fail "cannot join the cgroup"
  exec 5>&- 6>&- 7>&- 8>&- 9>&-
  unset path found command word count
  while [ "$1" != -- ]; do export "$1"; shift; done
  shift
  exec "$@"'

identity=
while [ "$1" != -- ]; do
  identity="$identity $1"
  shift
done
shift
if [ -n "$identity" ]; then
  # shellcheck disable=SC2086
  exec setpriv $identity -- env -i PATH="$PATH" sh -c "$enter" sh "$@"
fi
exec env -i PATH="$PATH" sh -c "$enter" sh "$@"
