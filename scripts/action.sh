#!/usr/bin/env bash
# What action.yml runs: one shard of `backproof oracle`, or, where MERGE names a folder of shards' reports, `backproof
# merge`. Reports go to $REPORTS; the Markdown matrix of a whole run goes to the job's summary. The exit code is
# backproof's own.
set -uo pipefail

backproof() { node "$BACKPROOF/bin/backproof.js" "$@"; }
as_words() { eval "words=($1)"; }

mkdir -p "$REPORTS"
as_words "$OPTIONS"
options=("${words[@]}")

if [[ -n $MERGE ]]; then
  name=whole
  backproof merge "${options[@]}" "$MERGE"/shard-*.json \
    --format json --out "$REPORTS/$name.json" --format markdown --out "$REPORTS/$name.md"
else
  name=shard-${SHARD/\//-of-}
  as_words "$COMMAND"
  backproof oracle "${options[@]}" --shard "$SHARD" \
    --format json --out "$REPORTS/$name.json" --format markdown --out "$REPORTS/$name.md" -- "${words[@]}"
fi
code=$?

if [[ $name != shard-* || $SHARD == 1/1 ]] && [[ -f $REPORTS/$name.md ]]; then
  cat "$REPORTS/$name.md" >> "$GITHUB_STEP_SUMMARY"
fi
exit "$code"
