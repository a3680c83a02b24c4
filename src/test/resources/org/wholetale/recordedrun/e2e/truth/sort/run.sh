set -eu
# Each is many times larger than its buffer.
sort -S 1M --parallel=2 -o sorted lines
sort -S 1M -n -r --compress-program=gzip lines > reversed
