set -eu
mkdir -p folder/below
seq 20000 > folder/numbers
seq 7 > 'folder/below/a name with blanks, ü and "quotes"'
ln -s ../numbers folder/below/symlink
ln folder/numbers folder/below/hardlink
