/**
 * Our ops as functions that no vocabulary holds: how often the right ones are blamed or left undecided, and how many
 * misconceptions are caught. `npm run bench:functions [-- CASES [alarms [PART/PARTS [SEED]]]]`, where a part has every so many-th row.
 */
import fc from 'fast-check';
import type { Case } from '../src/case/case.js';
import type { Implementation } from '../src/case/implementation.js';
import { type OpName, opNames } from '../src/case/vocabulary.js';
import { engineImplementation } from '../src/engine/index.js';
import { implementationOf } from '../src/functions/defined.js';
import { type FunctionVerdict, judgeFunction, type Question, type Subject } from '../src/functions/index.js';
import { programCases, singleOpCases, space, without } from '../src/generate/index.js';
import { misconceptions, plant } from '../src/misconceptions/index.js';
import { fails, judge, type Verdict } from '../src/verify/index.js';

const cases = Number(process.argv[2] ?? 10_000);
const [part = 1, parts = 1] = (process.argv[4] ?? '1/1').split('/').map(Number);
const firstSeed = Number(process.argv[5] ?? 0);
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
  vjps: async (inputs, cotangents) => {
    const { vjps, echo } = await done(implementation, { ...testCase, inputs, cotangents });
    // What the implementation wrote to its inputs is written to these.
    [...inputs, ...cotangents.flat()].forEach(({ data }, index) => {
      Object.assign(data, echo[index]?.data);
    });
    return vjps;
  },
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

const judgeOpaque = async (
  implementation: Implementation,
  testCase: Case,
): Promise<readonly FunctionVerdict[]> =>
  (await judgeFunction(opaque(implementation, testCase), questionOf(testCase), { names: [] })).verdicts;

async function alarms(): Promise<string> {
  const engine = engineImplementation();
  const total = { cases: 0, blamed: 0, undecided: 0 };
  const rows: readonly (OpName | 'programs')[] = [
    ...opNames.filter((op) => op !== 'detach' && op !== 'clip'),
    'programs',
  ];
  const each = Math.ceil(cases / (2 * rows.length));
  for (const [index, row] of rows.entries()) {
    if (index % parts !== part - 1) continue;
    for (const dtype of ['float64', 'float32'] as const) {
      const drawn = space({ dtype, biases: without('detach') });
      const arbitrary = row === 'programs' ? programCases(drawn) : singleOpCases(row, drawn);
      const found = { blamed: 0, undecided: 0 };
      for (const testCase of fc.sample(arbitrary, { numRuns: each, seed: firstSeed + index })) {
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
      console.log(`${row} ${dtype}: done`);
      if (found.blamed + found.undecided > 0)
        console.log(`${row} ${dtype}: of ${each} blamed ${found.blamed}, undecided ${found.undecided}`);
    }
  }
  return `right: ${total.cases} cases, ${total.blamed} blamed, ${total.undecided} undecided`;
}

type Judge = (planted: Implementation, testCase: Case) => Promise<readonly { readonly verdict: Verdict }[]>;

/** The same as functions whose definition is known. */
const judgeDefined: Judge = (planted, testCase) =>
  judge(
    implementationOf(
      opaque(planted, testCase),
      testCase.inputs.map(() => true),
    ),
    testCase,
  );

const ofFirstOrder = misconceptions.filter(
  ({ breaks }) => !['second', 'twice', 'symmetric', 'modes', 'linear-time', 'memory'].includes(breaks),
);

async function kills(what: string, judgeCase: Judge): Promise<string> {
  const survivors: string[] = [];
  for (const misconception of ofFirstOrder) {
    const cases = 'op' in misconception ? singleOpCases(misconception.op, space()) : programCases(space());
    const planted = plant(misconception);
    let caught = false;
    for (const testCase of fc.sample(cases, { numRuns: mostCases, seed: 1 })) {
      caught = (await judgeCase(planted, testCase)).some(({ verdict }) => fails(verdict));
      if (caught) break;
    }
    if (!caught) survivors.push(misconception.name);
  }
  const caught = ofFirstOrder.length - survivors.length;
  return `${what}: ${caught} of ${ofFirstOrder.length} misconceptions caught within ${mostCases} cases; not ${survivors.join(', ') || 'any'}`;
}

console.log(await alarms());
if (process.argv[3] !== 'alarms') {
  console.log(await kills('opaque', judgeOpaque));
  console.log(await kills('defined', judgeDefined));
  console.log(await kills('as ops', judge));
}
