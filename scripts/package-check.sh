#!/usr/bin/env bash
# Whether the packed package can be imported as its package.json says: publint, and Are the types wrong?
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
npm pack --silent --offline --ignore-scripts --pack-destination "$folder" >/dev/null
tarball=$(echo "$folder"/*.tgz)
npx publint --strict "$tarball"
# An ESM package: CommonJS requires it from Node 20.19 on. Old resolution of TypeScript knows no subpaths.
npx attw --profile esm-only "$tarball"
