#!/usr/bin/env bash
# Two builds of the same source, in two places and from nothing, give the same
# bytes: whoever has the source can check the page that was published.
# Run by `./build.sh test`, after the first build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source=$PWD
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
again=$room/a-longer-name-for-the-same-source
mkdir "$again"
git ls-files -z --cached --others --exclude-standard | tar -c --null -T - | tar -x -C "$again"
ln -s "$source/node_modules" "$again/node_modules"
cd "$again"
CARGO_TARGET_DIR=$room/target ./build.sh build >"$room/log" 2>&1 || { cat "$room/log"; exit 1; }

hashes() { (cd "$1/dist" && find nokkelsmie.html site module bookmarklet policy.txt LICENCES.txt SHA256SUMS BUILD.txt -type f -print0 | sort -z | xargs -0 sha256sum); }
diff <(hashes "$source") <(hashes .) || { echo "the second build differs"; exit 1; }
echo "$(hashes . | wc -l) files of two builds are equal"
