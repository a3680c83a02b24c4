#!/bin/sh
set -eu
seq 1 10 | awk '{ print $1, $1 * $1 }' > squares.txt
if grep -n ' 50$' squares.txt > checks.txt; then
  echo "50 is a square"
else
  echo "50 is not among the squares of 1 to 10" | tee checks.txt >&2
  exit 3
fi
