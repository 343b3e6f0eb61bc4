/** What a grader would call a rule, and whether that is what it is. */
import fc from 'fast-check';
import type { OpName } from '../../src/case/vocabulary.js';
import { propagate, topologicalOrder } from '../../src/engine/index.js';
import { singleOpCases, space } from '../../src/generate/index.js';
import { checkPart } from '../../src/grader/check-part.js';
import { type Exercise, findExercise } from '../../src/grader/exercises.js';
import type { Submission } from '../../src/grader/implementation.js';
import {
  Evidence,
  type Misconception,
  misconceptions,
  nameMisconception,
  plant,
  plantTraced,
  type RuleMisconception,
  roughened,
  sameOutcome,
} from '../../src/misconceptions/index.js';
import { laws } from '../../src/verify/index.js';
import { backwardIn, nameOf, submissionIn } from './in-process.js';
import { isRule } from './variations.js';

/** `sound`: nothing of it failed, so that nothing was named. */
export type Called = 'right' | 'wrong' | 'none' | 'sound';

export interface Naming {
  /** The rule, in words. */
  readonly what: string;
  readonly called: Called;
  readonly name: string | null;
}

const runs = 30;

/** Of the sample that a name is held against, besides. */
const sampleSize = 200;
const sampleSeed = 4711;

const casesOf = (op: OpName) => {
  const single = (overrides: Parameters<typeof space>[0]) => singleOpCases(op, space(overrides));
  return fc.oneof(
    { arbitrary: single({}), weight: 4 },
    { arbitrary: single({ order: 2 }), weight: 1 },
    { arbitrary: single({ dtype: 'float32', mode: 'lazy' }), weight: 1 },
  );
};

/** As exercises are graded, where one asks for the op; elsewhere as an oracle looks at an engine. */
const planting = (rule: RuleMisconception) => (rule.exercise === null ? plant(rule) : plantTraced(rule));

/** @param make the same rule anew, with no call behind it */
export async function namingOf(what: string, make: () => RuleMisconception): Promise<Naming> {
  const { op } = make();
  const cases = casesOf(op);
  const submission: Submission = {
    ...planting(make()),
    measure: () => Promise.reject(new Error('rules are asked no probes')),
  };
  const options = { laws, probes: [], seed: 1, runs, onRun: () => {} };
  const { broken } = await checkPart(
    { name: op, core: [], chosen: [], cases, drawn: cases },
    submission,
    options,
  );
  if (broken === undefined) return { what, called: 'sound', name: null };
  const suspects = misconceptions.filter(isRule).filter((each) => each.op === op);
  const found = await nameMisconception({
    failure: broken,
    evidence: new Evidence((testCase) => submission.run(testCase), cases),
    suspects,
    planted: (suspect) => (isRule(suspect) ? planting(suspect) : undefined),
  });
  if (found === undefined || !isRule(found)) return { what, called: 'none', name: null };
  return { what, called: (await areAlike(make(), found)) ? 'right' : 'wrong', name: found.name };
}

/** To rounding, in all that both answer, on cases that nobody named anything by. */
async function areAlike(actual: RuleMisconception, named: RuleMisconception): Promise<boolean> {
  const [one, other] = [planting(actual), planting(named)];
  const sample = fc.sample(casesOf(actual.op), { numRuns: sampleSize, seed: sampleSeed });
  for (const testCase of sample.map(roughened)) {
    if (!sameOutcome(await one.run(testCase), await other.run(testCase))) return false;
  }
  return true;
}

/** Of a wrong `topologicalOrder`, `propagate` or `realize`. */
export async function namingOfFunction(wrong: Misconception): Promise<Naming> {
  const exercise = findExercise(String(wrong.exercise)) as Exercise;
  const submission =
    wrong.kind === 'backward'
      ? backwardIn({ topologicalOrder, propagate, ...wrong })
      : submissionIn(plant(wrong));
  const name = (await nameOf(exercise, undefined, submission)) ?? null;
  return { what: wrong.name, called: name === null ? 'none' : name === wrong.name ? 'right' : 'wrong', name };
}
