/**
 * Does time grow linearly with the graph? Forward and backward through chains of 10⁵ and 10⁶ adds, and through
 * 60 doublings, where every path counted by itself would be 2⁶⁰ steps.
 * `npx tsx bench/linear.ts [--json FILE]`; exit code 1 when ten times the chain takes 15 times as long or more.
 */
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { add, eagerly, lazily, realize, type Tensor, tensor } from '../src/engine/index.js';

// Each run starts from a clean heap, so that none pays for the garbage of the one before.
setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const runs = 3;
const limit = 15;
const modes = { eager: eagerly, lazy: lazily };
type Mode = keyof typeof modes;

/** x + y + y + … : gradients 1 for x and `length` for y. */
function chain(length: number): number {
  const x = tensor(1, { requiresGrad: true });
  const y = tensor(1, { requiresGrad: true });
  let sum: Tensor = x;
  for (let i = 0; i < length; i++) sum = add(sum, y);
  realize(sum);
  sum.backward();
  return y.grad?.item() ?? Number.NaN;
}

/** x + x, and that sum added to itself, and so on: gradient 2 ** length. */
function doublings(length: number): number {
  const x = tensor(1, { requiresGrad: true });
  let sum: Tensor = x;
  for (let i = 0; i < length; i++) sum = add(sum, sum);
  realize(sum);
  sum.backward();
  return x.grad?.item() ?? Number.NaN;
}

function medianMilliseconds(mode: Mode, run: () => number, expected: number): number {
  const times = Array.from({ length: runs }, () => {
    collectGarbage();
    const start = performance.now();
    const gradient = modes[mode](run);
    const time = performance.now() - start;
    if (gradient !== expected) throw new Error(`expected the gradient ${expected}, got ${gradient}`);
    return time;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] as number;
}

function measure(mode: Mode) {
  medianMilliseconds(mode, () => chain(10_000), 10_000); // warm up
  const short = medianMilliseconds(mode, () => chain(100_000), 100_000);
  const long = medianMilliseconds(mode, () => chain(1_000_000), 1_000_000);
  const dag = medianMilliseconds(mode, () => doublings(60), 2 ** 60);
  return { mode, chain1e5Millis: short, chain1e6Millis: long, ratio: long / short, doublings60Millis: dag };
}

const results = (Object.keys(modes) as Mode[]).map(measure);
for (const { mode, chain1e5Millis, chain1e6Millis, ratio, doublings60Millis } of results) {
  console.log(
    `${mode}: 10⁵ adds ${chain1e5Millis.toFixed(0)} ms, 10⁶ adds ${chain1e6Millis.toFixed(0)} ms, ` +
      `ratio ${ratio.toFixed(1)} (limit ${limit}); 60 doublings ${doublings60Millis.toFixed(2)} ms`,
  );
}
const file = process.argv[process.argv.indexOf('--json') + 1];
if (process.argv.includes('--json') && file !== undefined) {
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}
if (results.some(({ ratio }) => ratio >= limit)) process.exitCode = 1;
