/**
 * Our ops as functions that no vocabulary holds: how often the right ones are blamed or left undecided, and how many
 * misconceptions are caught. `npm run bench:functions [-- CASES]`
 */
import fc from 'fast-check';
import type { Case } from '../src/case/case.js';
import type { Implementation } from '../src/case/implementation.js';
import { type OpName, opNames } from '../src/case/vocabulary.js';
import { engineImplementation } from '../src/engine/index.js';
import { type FunctionVerdict, judgeFunction, type Question, type Subject } from '../src/functions/index.js';
import { programCases, singleOpCases, space, without } from '../src/generate/index.js';
import { misconceptions, plant } from '../src/misconceptions/index.js';
import { fails } from '../src/verify/index.js';

const cases = Number(process.argv[2] ?? 10_000);
const mostCases = 100;

/** The case's program as a function that can only be called. */
const opaque = (implementation: Implementation, testCase: Case): Subject => ({
  name: implementation.name,
  values: async (points) => {
    const answers = [];
    for (const inputs of points)
      answers.push((await done(implementation, { ...testCase, inputs, cotangents: [] })).values);
    return answers;
  },
  vjps: async (inputs, cotangents) => (await done(implementation, { ...testCase, inputs, cotangents })).vjps,
});

async function done(implementation: Implementation, testCase: Case) {
  const outcome = await implementation.run(testCase);
  if (outcome.kind === 'done') return outcome;
  throw new Error(JSON.stringify(outcome));
}

const questionOf = ({ inputs, cotangents }: Case): Question => ({
  inputs,
  cotangents,
  differentiable: inputs.map(() => true),
});

const judgeOpaque = (implementation: Implementation, testCase: Case): Promise<FunctionVerdict[]> =>
  judgeFunction(opaque(implementation, testCase), questionOf(testCase), []);

async function alarms(): Promise<string> {
  const engine = engineImplementation();
  const total = { cases: 0, blamed: 0, undecided: 0 };
  const rows: readonly (OpName | 'programs')[] = [...opNames.filter((op) => op !== 'detach'), 'programs'];
  const each = Math.ceil(cases / (2 * rows.length));
  for (const [seed, row] of rows.entries()) {
    for (const dtype of ['float64', 'float32'] as const) {
      const drawn = space({ dtype, biases: without('detach') });
      const arbitrary = row === 'programs' ? programCases(drawn) : singleOpCases(row, drawn);
      const found = { blamed: 0, undecided: 0 };
      for (const testCase of fc.sample(arbitrary, { numRuns: each, seed })) {
        total.cases++;
        const verdicts = await judgeOpaque(engine, testCase);
        if (verdicts.some(({ verdict }) => verdict.kind === 'inconclusive')) found.undecided++;
        const failing = verdicts.find(({ verdict }) => fails(verdict));
        if (failing === undefined) continue;
        found.blamed++;
        if (found.blamed < 3)
          console.log(
            row,
            dtype,
            failing.law.id,
            JSON.stringify(failing.verdict).slice(0, 300),
            JSON.stringify(testCase).slice(0, 700),
          );
      }
      total.blamed += found.blamed;
      total.undecided += found.undecided;
      if (found.blamed + found.undecided > 0)
        console.log(`${row} ${dtype}: of ${each} blamed ${found.blamed}, undecided ${found.undecided}`);
    }
  }
  return `right: ${total.cases} cases, ${total.blamed} blamed, ${total.undecided} undecided`;
}

/** Its pipeline of values is right: only the gradient is planted. */
async function kills(): Promise<string> {
  const ofFirstOrder = misconceptions.filter(
    ({ breaks }) => !['second', 'twice', 'symmetric', 'modes', 'linear-time', 'memory'].includes(breaks),
  );
  const survivors: string[] = [];
  for (const misconception of ofFirstOrder) {
    const arbitrary =
      'op' in misconception ? singleOpCases(misconception.op, space()) : programCases(space());
    const planted = plant(misconception);
    let caught = false;
    for (const testCase of fc.sample(arbitrary, { numRuns: mostCases, seed: 1 })) {
      const verdicts = await judgeOpaque(planted, testCase);
      if (!verdicts.some(({ verdict }) => fails(verdict))) continue;
      caught = true;
      break;
    }
    if (!caught) survivors.push(misconception.name);
  }
  const caught = ofFirstOrder.length - survivors.length;
  return `${caught} of ${ofFirstOrder.length} misconceptions caught within ${mostCases} cases; not ${survivors.join(', ')}`;
}

console.log(await alarms());
if (process.argv[3] !== 'alarms') console.log(await kills());
