set -eu
git clone -q --no-local repository clone
git clone -q repository linked
git -C clone log --oneline --stat
