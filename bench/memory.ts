/**
 * What a loop holds on to. Losses that are added up as tensors keep the graph of every step; `detach()` or `item()`
 * lets each go, a backward lets go of all but the sum itself, and `checkpoint` keeps inputs only.
 * `npm run bench:memory [-- --json FILE]`; exit code 1 when ten times the steps do not hold about ten times the memory
 * where they should, or hold more than a hundredth of it where they should not.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { add, checkpoint, multiply, summation, type Tensor, tanh, tensor } from '../src/engine/index.js';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const entries = 4000;
const steps = 200;
const x = tensor(
  Array.from({ length: entries }, (_, k) => k / entries),
  { requiresGrad: true },
);

const lossOf = (input: Tensor): Tensor => summation(multiply(input, input));
const layers = (input: Tensor): Tensor => tanh(tanh(tanh(tanh(tanh(input)))));

/** One step of a loop: the total so far, and what it becomes. */
const loops: Readonly<Record<string, (total: Tensor) => Tensor>> = {
  'total = add(total, loss)': (total) => add(total, lossOf(x)),
  'total = add(total, loss).detach()': (total) => add(total, lossOf(x)).detach(),
  'total += loss.item()': (total) => tensor(total.item() + lossOf(x).item()),
  'loss.backward(); total = add(total, loss)': (total) => {
    const loss = lossOf(x);
    loss.backward();
    return add(total, loss);
  },
  'total = add(total, sum of five layers)': (total) => add(total, summation(layers(x))),
  'total = add(total, sum of five layers, checkpointed)': (total) =>
    add(total, summation(checkpoint(layers, x))),
};

async function heldBytes(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    await setTimeout(20); // the memory of typed arrays goes in the background
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What the total holds on to after so many steps. */
async function held(step: (total: Tensor) => Tensor, count: number): Promise<number> {
  const before = await heldBytes();
  let total = tensor(0);
  for (let i = 0; i < count; i++) total = step(total);
  const bytes = (await heldBytes()) - before;
  if (!Number.isFinite(total.item())) throw new Error('the total overflowed');
  return bytes;
}

interface Result {
  readonly name: string;
  readonly short: number;
  readonly long: number;
}

const results: Result[] = [];
for (const [name, step] of Object.entries(loops)) {
  await held(step, 10 * steps); // compiles what it runs
  results.push({ name, short: await held(step, steps), long: await held(step, 10 * steps) });
}

const [trap] = results as [Result];
for (const { name, short, long } of results) {
  const growth = long > trap.long / 5 ? `, ${(long / short).toFixed(1)} times what ${steps} hold` : '';
  console.log(
    `${name}: ${10 * steps} steps hold ${((100 * long) / trap.long).toFixed(2)} % of the first loop's${growth}`,
  );
}

const file = process.argv[process.argv.indexOf('--json') + 1];
if (process.argv.includes('--json') && file !== undefined) {
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}
const cured = results.filter(({ name }) => name.includes('detach') || name.includes('item'));
const grows = trap.long / trap.short;
if (grows < 8 || grows > 12 || cured.some(({ long }) => long > trap.long / 100)) process.exitCode = 1;
