set -eu
seq 300000 | awk '{ print ($1 * 7919) % 300007, $1 }' > lines
