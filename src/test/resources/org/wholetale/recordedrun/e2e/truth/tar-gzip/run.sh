set -eu
tar -czf folder.tar.gz folder
mkdir unpacked
tar -xzf folder.tar.gz -C unpacked
gzip -kf unpacked/folder/numbers
gzip -dc unpacked/folder/numbers.gz > again
rm -r unpacked/folder/below
