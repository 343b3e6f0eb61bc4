import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Implementation } from '../../src/case/implementation.js';
import { opCore, programCases, singleOpCases, space } from '../../src/generate/index.js';
import { misconceptions, plant } from '../../src/misconceptions/index.js';
import {
  type CheckOptions,
  checkLaws,
  explainCase,
  explainFailure,
  laws,
  type Report,
} from '../../src/verify/index.js';

const planted = (name: string): Implementation => {
  const found = misconceptions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no misconception ${name}`);
  return plant(found);
};
const implementation = planted('sigmoid-mixes-value-and-input');
const cases = singleOpCases('sigmoid', space());

describe('the line of a failure that says how to run it again', () => {
  const { core, cases: withCore } = opCore('sigmoid', [{ space: space(), weight: 1 }], { again: false });
  const asked: readonly (readonly [string, CheckOptions])[] = [
    ['by default', { cases }],
    [
      'with laws of its own, and another seed',
      { cases, laws: laws.filter(({ id }) => id === 'vjp'), seed: 7 },
    ],
    ['with a core', { cases: withCore, core }],
  ];

  it.each(asked)('runs it again %s', async (_, options) => {
    const { failure } = await checkLaws(implementation, options);
    if (failure === undefined) throw new Error('nothing was found');
    const line = /^replay: (.*)$/m.exec(explainFailure(failure))?.[1];
    const names = { checkLaws, implementation, ...options };
    const run = new Function(...Object.keys(names), `return (async () => ${line})()`);
    const again: Report = await run(...Object.values(names));
    expect(again.failure).toMatchObject({ caseId: failure.caseId, law: failure.law, path: failure.path });
    expect(again.failure?.again).toBe(failure.again);
  });

  it('is the command that is known, if there is one', async () => {
    const { failure } = await checkLaws(implementation, { cases });
    expect(failure && explainFailure(failure, 'backproof replay case.json')).toMatch(
      /^replay: backproof replay case\.json$/m,
    );
  });
});

describe('by default', () => {
  it('a hundred cases are checked by all laws, with seed 1', async () => {
    const right = planted('sigmoid-mixes-value-and-input');
    const all = await checkLaws(
      { ...right, run: () => ({ kind: 'unsupported', why: 'on purpose' }) },
      { cases },
    );
    expect([all.runs, all.seed, all.failure]).toEqual([100, 1, undefined]);
    const { failure } = await checkLaws(implementation, { cases });
    expect(failure).toEqual((await checkLaws(implementation, { cases, laws, runs: 100, seed: 1 })).failure);
  });
});

it("a drawn case in a report of fast-check's reads as in ours, and is still plain JSON", () => {
  for (const drawn of [cases, programCases(space())]) {
    const [testCase] = fc.sample(drawn, { seed: 1, numRuns: 1 });
    if (testCase === undefined) throw new Error('nothing was drawn');
    const never = fc.property(drawn, () => false);
    expect(() => fc.assert(never, { seed: 1, endOnFailure: true })).toThrow(explainCase(testCase));
    expect(structuredClone(testCase)).toEqual(testCase);
  }
});
