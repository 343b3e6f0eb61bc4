/**
 * How often the checker is wrong, both ways, and what each of its parts is good for.
 * `npm run measure [-- --cases N] [--only alarms,kill,…] [--jobs N] [--shard i/n] [--json FILE]`
 *
 * The work is cut into blocks, each decided by its name. A finished block is kept in .backproof/measure, so that an
 * interrupted run goes on where it stopped, and shards (run anywhere, their files brought together) merge by
 * themselves. With `--jobs`, so many processes measure at a time. When all blocks are there, docs/measurements.md is written, from these and from those of parts that
 * earlier runs measured. Blocks do not know which code they measured: after a change of it, delete the folder.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { measureAll } from './measure/jobs.js';
import type { Block } from './measure/part.js';
import { blocksOf, parts } from './measure/parts.js';
import { MeasureProgress } from './measure/progress.js';
import { reportOf } from './measure/report.js';
import { Store } from './measure/store.js';

const partNames = parts.map(({ name }) => name);

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    only: { type: 'string', default: partNames.join(',') },
    jobs: { type: 'string', default: '1' },
    shard: { type: 'string', default: '1/1' },
    json: { type: 'string' },
    out: { type: 'string', default: 'docs/measurements.md' },
  },
});

const cases = Number(values.cases);
const [shard, shards] = values.shard.split('/').map(Number) as [number, number];
const only = values.only.split(',');
const jobs = Number(values.jobs);
if (!(cases > 0) || !(shard >= 1 && shard <= shards)) {
  refuse('--cases takes a positive number, and --shard i/n with 1 ≤ i ≤ n, such as --shard 2/4');
}
if (!(Number.isInteger(jobs) && jobs >= 1))
  refuse(`--jobs takes a number of processes, got "${values.jobs}"`);
const unknown = only.find((name) => !partNames.includes(name));
if (unknown !== undefined) refuse(`--only takes some of ${partNames.join(',')}, got "${unknown}"`);

const folder = join('.backproof', 'measure', String(cases));
const store = new Store(folder);
const chosen = blocksOf(cases, only);
const todo = chosen.filter((block) => shardOf(block) === shard - 1 && !store.has(block));

const progress = new MeasureProgress();
let done = 0;
const onDone = (name: string) => progress.show({ done: ++done, total: todo.length, what: name });
if (jobs > 1) {
  const names = todo.map(({ name }) => name);
  await measureAll(names, { jobs, arguments: [folder, cases], onDone });
} else {
  for (const block of todo) {
    await store.fill(block);
    onDone(block.name);
    // Blocks await only what is there already; without a turn of the event loop Ctrl-C would never be heard.
    await setImmediate();
  }
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
