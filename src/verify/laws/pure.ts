import { at } from '../../case/at.js';
import type { Done } from '../../case/implementation.js';
import { indexOf } from '../../case/shape.js';
import { type TensorData, unitRoundoff } from '../../case/tensor-data.js';
import { type Plan, summing } from '../../reference/index.js';
import { type AnswerPart, answerPartsOf } from '../answer-parts.js';
import type { Law } from '../law.js';
import { flushed } from '../tolerance.js';
import type { Trial } from '../trial.js';
import { disagreement } from '../two-answers.js';
import { agree, type Verdict, writtenTo } from '../verdict.js';

const sentence =
  'differentiating changes no value, no input and no cotangent, and a second call gives the same';

export const pure: Law = {
  id: 'pure',
  sentence,
  ofValues: true,
  anySize: true,
  reruns: true,
  async check(trial, done) {
    const changed = changedInPlace(trial, done);
    if (changed !== undefined) return changed;
    const again = await trial.run({}, 'run a second time');
    return again.kind === 'done' ? compareRuns(trial, done, again) : again;
  },
};

/** What of it a single run shows. */
const pureInOneRun: Law = {
  id: pure.id,
  sentence: pure.sentence,
  ofValues: true,
  anySize: true,
  check: (trial, done) => changedInPlace(trial, done) ?? agree,
};

/** What is asked of a case that takes too long to be run again: laws that would are left out. */
export const lawsOfOneRun = (laws: readonly Law[]): Law[] =>
  laws.flatMap((law) => (law.id === pure.id ? [pureInOneRun] : law.reruns ? [] : [law]));

/** Of two that must be the same, bit for bit. */
export const secondRun = 'the second run';

/** Runs of one case, including the first, if answers may vary. */
export const repeatedRuns = 5;

/** How far apart two runs may be in each entry of a part of their answers. */
export type Allowed = (trial: Trial, part: AnswerPart, other: AnswerPart) => readonly number[];

/**
 * The same law for an implementation that adds up sums in varying order: runs may differ by what is allowed. In-place
 * writes are still found, and so is state that grows beyond that from run to run.
 * @param onMeasured receives by how much the runs of a case differed, as a share of what is allowed; 0 if they did not
 */
export const pureWithin = (allowed: Allowed, onMeasured: (share: number) => void): Law => ({
  ...pure,
  async check(trial, done) {
    const changed = changedInPlace(trial, done);
    if (changed !== undefined) return changed;
    let worst = 0;
    let broken: Verdict | undefined;
    for (let run = 2; run <= repeatedRuns; run++) {
      const again = await trial.run({}, `run ${run}, of the same case`);
      if (again.kind !== 'done') return again;
      const drifted = changedInPlace(trial, again);
      if (drifted !== undefined) return drifted;
      const { share, verdict } = widest(trial, done, again, run, allowed);
      worst = Math.max(worst, share);
      if (share > 1) broken ??= verdict;
    }
    onMeasured(worst);
    return broken ?? agree;
  },
});

/** The largest difference of two runs, as a share of what is allowed, and where it is. */
function widest(trial: Trial, first: Done, second: Done, run: number, allowed: Allowed) {
  const again = answerPartsOf(trial, second);
  let share = 0;
  let verdict: Verdict = agree;
  for (const [index, part] of answerPartsOf(trial, first).entries()) {
    const other = at(again, index);
    if (differingEntry(part.got, other.got) === -1) continue;
    const bounds = allowed(trial, part, other);
    for (const [entry, value] of part.got.data.entries()) {
      const own = shareOff(value, at(other.got.data, entry), at(bounds, entry));
      if (own <= share) continue;
      share = own;
      verdict = apart(trial, part, other, entry, { by: `run ${run}`, allowed: at(bounds, entry) });
    }
  }
  return { share, verdict };
}

/** This fraction of an entry's size. */
export const fractionOfSize =
  (fraction: number): Allowed =>
  (_, part, other) =>
    sizesOf(part, other).map((size) => fraction * size);

/**
 * What another order of summation may change: twice the rounding that sums of that length may cost in that dtype. If
 * nothing is added up, there is one order alone, and nothing may change.
 */
export const reordered: Allowed = ({ truth: { plan, dtype } }, part, other) => {
  const terms = longestSum(plan);
  if (terms <= 2) return part.got.data.map(() => 0);
  const rounding =
    part.truth()?.rounding ?? sizesOf(part, other).map((size) => summing(terms, plan.precision) * size);
  return Array.from(rounding, (units) => 2 * unitRoundoff[dtype] * units + flushed(dtype, [1, 1]));
};

/** The most terms that one entry adds up: in a step, or from all the steps that use a value. */
const longestSum = ({ longestSum: inStep, uses }: Plan): number =>
  uses.reduce((most, count) => Math.max(most, count), inStep);

/** The size of an entry: that of its tensor's largest entry, or of the terms that the reference knows it is made of. */
function sizesOf({ got, truth }: AnswerPart, other: AnswerPart): number[] {
  const largest = [...got.data, ...other.got.data]
    .filter(Number.isFinite)
    .reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  const { magnitude } = truth() ?? {};
  return got.data.map((_, at) => Math.max(largest, magnitude?.[at] ?? 0));
}

function shareOff(a: number, b: number, allowed: number): number {
  if (Object.is(a, b) || a === b) return 0;
  const share = Math.abs(a - b) / allowed;
  return Number.isNaN(share) ? Number.POSITIVE_INFINITY : share;
}

function changedInPlace({ testCase }: Trial, { echo }: Done): Verdict | undefined {
  const { inputs, cotangents } = testCase;
  const changed = [...inputs, ...cotangents.flat()].findIndex(
    (tensor, at) => differingEntry(tensor, echo[at] as TensorData) !== -1,
  );
  if (changed === -1) return undefined;
  const what = changed < inputs.length ? `input ${changed}` : 'a cotangent';
  return writtenTo(what);
}

/** Bit for bit. */
function compareRuns(trial: Trial, first: Done, second: Done): Verdict {
  // A reply of the same text is read once.
  if (first === second) return agree;
  const again = answerPartsOf(trial, second);
  for (const [index, part] of answerPartsOf(trial, first).entries()) {
    const other = at(again, index);
    const entry = differingEntry(part.got, other.got);
    if (entry === -1) continue;
    return apart(trial, part, other, entry, { by: secondRun, allowed: 0 });
  }
  return agree;
}

function apart(
  { truth: { dtype } }: Trial,
  part: AnswerPart,
  other: AnswerPart,
  entry: number,
  { by, allowed }: { readonly by: string; readonly allowed: number },
): Verdict {
  const where = { what: part.what, index: indexOf(entry, part.got.shape) };
  const runs = [
    { by: 'the first run', data: part.got.data },
    { by, data: other.got.data },
  ] as const;
  const found = disagreement(where, runs, entry, part.truth(), { tolerance: allowed, dtype });
  return { ...found, why: `That is, a second run of the same case returned other ${part.kind}.` };
}

function differingEntry(tensor: TensorData, other: TensorData): number {
  const { data } = tensor;
  if (tensor === other) return -1;
  for (let k = 0; k < data.length; k++) if (!Object.is(data[k], other.data[k])) return k;
  return -1;
}
