/**
 * The two scripts of a Gradescope autograder: https://gradescope-autograders.readthedocs.io/en/latest/specs/. To try
 * them elsewhere, set AUTOGRADER_ROOT instead of /autograder.
 */
import { chapterOf, type Exercise } from '../exercises.js';
import { testCommand } from './asked-stub.js';

export const setup = `#!/usr/bin/env bash
# Gradescope runs this once, when it builds the image.
set -euo pipefail
root="\${AUTOGRADER_ROOT:-/autograder}"
node_version=22.20.0

recent='const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)'
if ! node -e "$recent" 2> /dev/null; then
  command -v curl > /dev/null || { apt-get update && apt-get install -y curl ca-certificates; }
  case "$(uname -m)" in aarch64 | arm64) machine=arm64 ;; *) machine=x64 ;; esac
  curl -fsSL "https://nodejs.org/dist/v$node_version/node-v$node_version-linux-$machine.tar.gz" |
    tar -xz -C /usr/local --strip-components 1
fi

cd "$root/source"
npm install --no-audit --no-fund
`;

export const runAutograder = (exercises: readonly Exercise[]): string =>
  `#!/usr/bin/env bash
# Gradescope runs this for each submission.
set -eu
root="\${AUTOGRADER_ROOT:-/autograder}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir "$work/exercises" "$work/unpacked"

# Unpacks a zip in the submission. If it is broken, its files are missing.
for packed in "$root"/submission/*.zip; do
  [ ! -f "$packed" ] || python3 -m zipfile -e "$packed" "$work/unpacked" || true
done

# Copies only the exercises, wherever they are; if there are several, the nearest to the top. No package.json,
# tsconfig.json or installed package of the submission comes with them, and links are not followed.
for exercise in ${[...new Set(exercises.map(chapterOf))].join(' ')}; do
  IFS=' ' read -r -d '' _ file < <(
    find "$root/submission" "$work/unpacked" -name node_modules -prune -o -type f -name "$exercise.ts" -printf '%d %p\\0' |
      sort -z -k1,1n -k2
  ) || continue
  folder="\${file%/*}"
  mkdir "$work/exercises/$exercise"
  if [ "\${folder##*/}" = "$exercise" ]; then
    cp -r --no-dereference "$folder/." "$work/exercises/$exercise"
  else
    cp "$file" "$work/exercises/$exercise"
  fi
done

mkdir -p "$root/results"
cd "$work"
# Gradescope shows standard output only to instructors; students see results.json.
code=0
"$root/source/node_modules/.bin/backproof" grade exercises --assignment "$root/source/assignment.json" \\
  --command "${testCommand}" --no-save --reveal-on-stdout --format gradescope --out "$root/results/results.json" || code=$?
# 1 says that points were lost; from 2 on nothing could be graded.
[ "$code" -le 1 ]
`;
