/**
 * How often the checker is wrong, both ways. `npm run measure [-- --cases N] [--shard i/n] [--json FILE]`
 *
 * The work is cut into numbered blocks, each decided by its number. A finished block is kept in .backproof/measure, so
 * that an interrupted run goes on where it stopped, and shards (run anywhere, their files brought together) merge by
 * themselves. When all blocks are there, docs/measurements.md is written.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { misconceptions } from '../src/misconceptions/index.js';
import { type Bound, boundOf } from './measure/bound.js';
import { type FalseAlarms, falseAlarmsOf } from './measure/false-alarms.js';
import { type Kill, killOf } from './measure/kills.js';
import { type Measurements, reportOf } from './measure/report.js';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    shard: { type: 'string', default: '1/1' },
    json: { type: 'string' },
    out: { type: 'string', default: 'docs/measurements.md' },
  },
});

const cases = Number(values.cases);
const [shard, shards] = values.shard.split('/').map(Number) as [number, number];
if (!(cases > 0) || !(shard >= 1 && shard <= shards)) {
  console.error(
    'measure: --cases takes a positive number, and --shard i/n with 1 ≤ i ≤ n, such as --shard 2/4',
  );
  process.exit(2);
}

const casesInBlock = 250;
const samplesInBlock = 1000;
const folder = join('.backproof', 'measure', String(cases));
mkdirSync(folder, { recursive: true });

interface Block {
  readonly name: string;
  run(): Promise<unknown>;
}

const numbered = (count: number, name: string, run: (index: number) => Promise<unknown>): Block[] =>
  Array.from({ length: count }, (_, index) => ({ name: `${name}-${index}`, run: () => run(index) }));

const alarmBlocks = numbered(Math.ceil(cases / casesInBlock), 'alarms', (index) =>
  falseAlarmsOf(index, casesInBlock),
);
const killBlocks = numbered(misconceptions.length, 'kill', (index) =>
  killOf(misconceptions[index] as (typeof misconceptions)[number], 1),
);
const boundBlocks = numbered(Math.ceil(Math.min(cases, 100_000) / samplesInBlock), 'bound', async (index) =>
  boundOf(index, samplesInBlock),
);
const blocks = [...killBlocks, ...boundBlocks, ...alarmBlocks];
const fileOf = ({ name }: Block): string => join(folder, `${name}.json`);
const read = <T>(chosen: readonly Block[]): T[] =>
  chosen.map((block) => JSON.parse(readFileSync(fileOf(block), 'utf8')) as T);

const todo = blocks.filter((block, index) => index % shards === shard - 1 && !existsSync(fileOf(block)));
const start = performance.now();
for (const [done, block] of todo.entries()) {
  writeFileSync(fileOf(block), JSON.stringify(await block.run()));
  const seconds = (performance.now() - start) / 1000;
  const left = (seconds / (done + 1)) * (todo.length - done - 1);
  const line = `${done + 1}/${todo.length} blocks, ${Math.round(left)} s left`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line.padEnd(60)}`);
  else if ((done + 1) % 200 === 0) process.stderr.write(`${line}\n`);
}

const missing = blocks.filter((block) => !existsSync(fileOf(block))).length;
if (missing > 0) {
  console.log(`this shard is done; ${missing} of ${blocks.length} blocks are still missing`);
} else {
  const measurements: Measurements = {
    alarms: read<FalseAlarms>(alarmBlocks),
    kills: read<Kill>(killBlocks),
    bounds: read<Bound>(boundBlocks),
  };
  const { summary, markdown, blamed } = reportOf(measurements);
  writeFileSync(values.out, markdown);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(summary, null, 2)}\n`);
  for (const failure of blamed) console.log(`${failure}\n`);
  console.log(JSON.stringify(summary));
}
