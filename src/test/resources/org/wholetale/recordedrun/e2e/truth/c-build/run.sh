set -eu
make -j2
