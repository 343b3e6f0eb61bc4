/**
 * How often the checker is wrong, both ways, and what each of its parts is good for.
 * `npm run measure [-- --cases N] [--only alarms,kill,…] [--shard i/n] [--json FILE]`
 *
 * The work is cut into blocks, each decided by its name. A finished block is kept in .backproof/measure, so that an
 * interrupted run goes on where it stopped, and shards (run anywhere, their files brought together) merge by
 * themselves. When all blocks are there, docs/measurements.md is written, from these and from those of parts that
 * earlier runs measured. Blocks do not know which code they measured: after a change of it, delete the folder.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ablation } from './measure/ablation.js';
import { bound } from './measure/bound.js';
import { coverage } from './measure/coverage.js';
import { alarms } from './measure/false-alarms.js';
import { kills } from './measure/kills.js';
import { names } from './measure/names.js';
import type { Block, Part } from './measure/part.js';
import { MeasureProgress } from './measure/progress.js';
import { reportOf } from './measure/report.js';
import { sensitivity } from './measure/sensitivity.js';
import { Store } from './measure/store.js';
import { views } from './measure/views.js';

const parts: readonly Part<unknown>[] = [alarms, kills, names, bound, ablation, sensitivity, coverage, views];
const partNames = parts.map(({ name }) => name);

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    only: { type: 'string', default: partNames.join(',') },
    shard: { type: 'string', default: '1/1' },
    json: { type: 'string' },
    out: { type: 'string', default: 'docs/measurements.md' },
  },
});

const cases = Number(values.cases);
const [shard, shards] = values.shard.split('/').map(Number) as [number, number];
const only = values.only.split(',');
if (!(cases > 0) || !(shard >= 1 && shard <= shards)) {
  refuse('--cases takes a positive number, and --shard i/n with 1 ≤ i ≤ n, such as --shard 2/4');
}
const unknown = only.find((name) => !partNames.includes(name));
if (unknown !== undefined) refuse(`--only takes some of ${partNames.join(',')}, got "${unknown}"`);

const store = new Store(join('.backproof', 'measure', String(cases)));
const chosen = parts.filter(({ name }) => only.includes(name)).flatMap((part) => part.blocks(cases));
const todo = chosen.filter((block) => shardOf(block) === shard - 1 && !store.has(block));

const progress = new MeasureProgress();
for (const [done, block] of todo.entries()) {
  await store.fill(block);
  progress.show({ done: done + 1, total: todo.length, what: block.name });
  // Blocks await only what is there already; without a turn of the event loop Ctrl-C would never be heard.
  await setImmediate();
}
progress.clear();

const missing = chosen.filter((block) => !store.has(block)).length;
if (missing > 0) {
  console.log(`this shard is done; ${missing} of ${chosen.length} blocks are still missing`);
} else {
  const { summary, markdown, findings, headlines } = reportOf(parts, store, cases);
  writeFileSync(values.out, markdown);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(summary, null, 2)}\n`);
  for (const finding of findings) console.log(`${finding}\n`);
  for (const headline of headlines) console.log(headline);
  console.log(`written: ${values.out}`);
}

/** By a hash: neighbours, which often take equally long, go to different shards. */
function shardOf({ name }: Block<unknown>): number {
  return createHash('sha256').update(name).digest().readUInt32BE() % shards;
}

function refuse(why: string): never {
  console.error(`measure: ${why}`);
  process.exit(2);
}
