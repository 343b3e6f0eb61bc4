#!/usr/bin/env bash
# What action.yml runs: one shard of `backproof oracle`, or, where MERGE names a folder of shards' reports, `backproof
# merge`. Reports and the cases that failed go to $REPORTS; the Markdown matrix of a whole run goes to the job's summary. The exit
# code is backproof's own.
set -uo pipefail

backproof() { node "$BACKPROOF/bin/backproof.js" "$@"; }
as_words() { eval "words=($1)"; }

# The kits, for the adapter of a repository that has installed nothing: `import backproof_adapter`, and `backproof/adapter`.
export PYTHONPATH="$BACKPROOF/adapters/python${PYTHONPATH:+:$PYTHONPATH}"
link=node_modules/backproof
if [[ ! -e $link ]]; then
  trap 'rm -f "$link"; rmdir node_modules 2>/dev/null' EXIT
  mkdir -p node_modules && ln -s "$BACKPROOF" "$link"
fi

mkdir -p "$REPORTS"
as_words "$OPTIONS"
options=("${words[@]}")

if [[ -n $MERGE ]]; then
  name=whole
  backproof merge "${options[@]}" "$MERGE" \
    --format json --out "$REPORTS/$name.json" --format markdown --out "$REPORTS/$name.md"
else
  name=shard-${SHARD/\//-of-}
  as_words "$COMMAND"
  backproof oracle "${options[@]}" --shard "$SHARD" \
    --format json --out "$REPORTS/$name.json" --format markdown --out "$REPORTS/$name.md" -- "${words[@]}"
fi
code=$?

if [[ -z $MERGE && -d .backproof/oracle ]]; then
  mkdir -p "$REPORTS/cases" && cp -r .backproof/oracle/. "$REPORTS/cases"
fi

if [[ $name != shard-* || $SHARD == 1/1 ]] && [[ -f $REPORTS/$name.md ]]; then
  cat "$REPORTS/$name.md" >> "$GITHUB_STEP_SUMMARY"
fi
exit "$code"
