/**
 * Whether programs give the same eager, lazy and compiled, in float64 and float32: `npm run bench:modes [-- PROGRAMS [SEED]]`.
 * Differences in the last digits are told from those beyond what the law of modes allows.
 */
import fc from 'fast-check';
import type { Case } from '../src/case/case.js';
import type { Done, Implementation } from '../src/case/implementation.js';
import type { TensorData } from '../src/case/tensor-data.js';
import { opNames } from '../src/case/vocabulary.js';
import { engineImplementation } from '../src/engine/index.js';
import { programCases, singleOpCases, space } from '../src/generate/index.js';

const programs = Number(process.argv[2] ?? 10_000);
const firstSeed = Number(process.argv[3] ?? 1);
const atOnce = 1000;

const engine: Implementation = engineImplementation();

const done = async (testCase: Case, mode: string): Promise<Done | undefined> => {
  const outcome = await engine.run({ ...testCase, mode });
  return outcome.kind === 'done' ? outcome : undefined;
};

const arraysOf = ({ values, vjps }: Done): readonly TensorData[] => [...values, ...vjps.flat()];

/** The largest distance between entries, beside the largest entry of its array; 0 if all are the same. */
function distance(a: Done, b: Done): number {
  let largest = 0;
  const others = arraysOf(b);
  arraysOf(a).forEach(({ data }, index) => {
    const other = others[index]?.data ?? [];
    const size = Math.max(...data.map(Math.abs).filter(Number.isFinite), Number.MIN_VALUE);
    data.forEach((entry, at) => {
      const its = other[at] as number;
      if (entry === its || (Number.isNaN(entry) && Number.isNaN(its))) return;
      largest = Math.max(
        largest,
        Number.isFinite(entry - its) ? Math.abs(entry - its) / size : Number.POSITIVE_INFINITY,
      );
    });
  });
  return largest;
}

const found = { programs: 0, notDone: 0, lazy: 0, compiled: 0, largest: 0 };
for (let seed = firstSeed; found.programs < programs; seed++) {
  const dtype = seed % 2 === 0 ? 'float32' : 'float64';
  const op = opNames[seed % opNames.length] as (typeof opNames)[number];
  const cases = seed % 4 === 0 ? singleOpCases(op, space({ dtype })) : programCases(space({ dtype }));
  for (const testCase of fc.sample(cases, { numRuns: Math.min(atOnce, programs - found.programs), seed })) {
    found.programs++;
    const eager = await done(testCase, 'eager');
    const lazy = await done(testCase, 'lazy');
    const compiled = await done(testCase, 'compiled');
    if (eager === undefined || lazy === undefined || compiled === undefined) {
      if (eager !== lazy || lazy !== compiled) console.log('one mode threw:', JSON.stringify(testCase));
      found.notDone++;
      continue;
    }
    const [one, two] = [distance(eager, lazy), distance(eager, compiled)];
    found.lazy += Number(one > 0);
    found.compiled += Number(two > 0);
    found.largest = Math.max(found.largest, one, two);
    if (Math.max(one, two) > 1e-5) console.log('differs:', one, two, JSON.stringify(testCase));
  }
  console.error(`${found.programs} of ${programs}, seed ${seed}`);
}
console.log(
  `${found.programs} programs: ${found.lazy} differ in a digit when lazy, ${found.compiled} when compiled; ` +
    `the largest difference is ${found.largest} of an array's largest entry; ${found.notDone} could not be run`,
);
