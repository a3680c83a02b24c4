set -eu
git init -q repository
cd repository
git config user.name Somebody
git config user.email somebody@example.org
export GIT_AUTHOR_DATE='2026-01-01 00:00:00 +0000' GIT_COMMITTER_DATE='2026-01-01 00:00:00 +0000'
for number in 1 2 3; do
  mkdir "folder $number"
  seq "$number" 1000 > "folder $number/numbers"
  ln -s "folder $number/numbers" "link $number"
  git add .
  git commit -q -m "commit $number"
done
git tag v1
