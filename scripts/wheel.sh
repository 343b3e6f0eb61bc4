#!/usr/bin/env bash
# Builds dist-wheel/backproof-VERSION-py3-none-any.whl of the Python kits, with the version of package.json. Downloads nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-dist-wheel}
python=
for each in ${PYTHON:-python3 /usr/bin/python3}; do
  "$each" -c 'import setuptools, wheel, pip' 2>/dev/null && python=$each && break
done
if [ -z "$python" ]; then
  echo "npm run wheel needs pip, setuptools and wheel, and ${PYTHON:-python3} lacks one of them." >&2
  echo 'Install them: apt-get install python3-pip python3-setuptools python3-wheel, or pip install setuptools wheel.' >&2
  echo 'PYTHON=… names another Python.' >&2
  exit 1
fi
source=$(mktemp -d)
trap 'rm -r "$source"' EXIT
cp adapters/python/{pyproject.toml,backproof.py,backproof_adapter.py} "$source"
node -p 'require("./package.json").version' >"$source/VERSION"
"$python" -m pip --disable-pip-version-check wheel --quiet --no-build-isolation --no-deps --wheel-dir "$out" "$source"
ls "$out"/backproof-*.whl
