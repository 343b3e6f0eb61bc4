/**
 * A rule that differs from the usual formula only by a convention is not wrong. Its graph shows this, not its
 * numbers: what the convention adds is taken out of the graph, and the part is judged by what is left, on all of its
 * cases. A factor that is wrong in its last digits stays there.
 */
import type { Case } from '../../case/case.js';
import type { Done, Outcome } from '../../case/implementation.js';
import { type TensorData, tensorData } from '../../case/tensor-data.js';
import { judge, type Law, type LawVerdict, stateOf } from '../../verify/index.js';
import { isNear } from '../adapter/stepwise.js';
import { checkPart, type PartOptions, type PartResult } from '../check-part.js';
import { foreignElsewhere, type Submission, type Traced } from '../implementation.js';
import type { Trace } from '../reply.js';
import { evaluatedAt, withSeconds } from '../second-order.js';
import { type Convention, conventionNames } from './conventions.js';
import { rewritten } from './rewrite.js';

/** The result as it is, or the result for the graphs without conventions, if these pass. */
export async function excuseConvention(
  result: PartResult,
  submission: Submission,
  allowed: readonly Convention[],
  options: PartOptions,
): Promise<PartResult> {
  const { part, status, broken } = result;
  if (status !== 'failed' || broken === undefined || allowed.length === 0) return result;
  const met = new Set<Convention>();
  const lenient = leniently(submission, allowed, met);
  await lenient.run(broken.testCase);
  if (met.size === 0) return result;
  const judged = await checkPart(part, lenient, { ...options, onRun: () => {}, shrinks: 0 });
  if (judged.status !== 'passed') return result;
  return { ...judged, conventions: conventionNames.filter((name) => met.has(name)) };
}

/** The submission with answers that leave out these conventions; `met` receives those that it has. */
export const leniently = (
  submission: Submission,
  allowed: readonly Convention[],
  met = new Set<Convention>(),
): Submission =>
  allowed.length === 0
    ? submission
    : { ...submission, run: (testCase) => withoutConventions(testCase, submission, allowed, met) };

/** What the laws say of one case; if one is broken, of the answer without these conventions. */
export async function judgeLeniently(
  submission: Submission,
  allowed: readonly Convention[],
  testCase: Case,
  laws?: readonly Law[],
): Promise<LawVerdict[]> {
  const verdicts = await judge(submission, testCase, laws);
  if (allowed.length === 0 || stateOf(verdicts) !== 'broken') return verdicts;
  const without = await judge(leniently(submission, allowed), testCase, laws);
  return stateOf(without) === 'holds' ? without : verdicts;
}

/** The answer of a submission, in which graphs with a convention are rewritten and computed anew. */
async function withoutConventions(
  testCase: Case,
  submission: Submission,
  allowed: readonly Convention[],
  met: Set<Convention>,
): Promise<Outcome> {
  const outcome = await tracedRun(testCase, submission);
  if (!isTraced(outcome)) return submission.run(testCase);
  const found = outcome.traces.map((trace) => rewritten(trace, testCase, allowed));
  if (found.every((each) => each === undefined)) return submission.run(testCase);
  const traces = outcome.traces.map((trace, at) => found[at]?.trace ?? trace);
  if (!(await numbersAreItsOwn(outcome, testCase))) return submission.run(testCase);
  const computed = await recomputed(outcome, testCase, traces);
  if (computed.kind !== 'done') return submission.run(testCase);
  for (const each of found) for (const convention of each?.met ?? []) met.add(convention);
  const { numbers, ask } = outcome;
  const elsewhere = await foreignElsewhere(testCase, traces[0], ask);
  const whole: Traced = { ...computed, traces, numbers, ask, ...(elsewhere && { elsewhere }) };
  return whole;
}

function tracedRun(testCase: Case, submission: Submission): Outcome | Promise<Outcome> {
  if (submission.traced !== undefined) return submission.traced(testCase);
  const { order, inputs, cotangents } = testCase;
  // In the sandbox, graphs come only with answers to second order.
  const directions = order === 2 ? testCase.directions : cotangents.map(() => inputs);
  return submission.run({ ...testCase, order: 2, directions });
}

const isTraced = (outcome: Outcome): outcome is Traced => outcome.kind === 'done' && 'traces' in outcome;

/** Whether graphs and numbers belong together: rewriting a graph does not show what was changed behind it. */
async function numbersAreItsOwn({ traces, vjps, ask }: Traced, testCase: Case): Promise<boolean> {
  for (const [at, trace] of traces.entries()) {
    const outcome = await evaluatedAt(trace, leavesOf(testCase, at), ask, at);
    const isOwn =
      outcome.kind === 'done' && outcome.values.every((each, input) => isNear(vjps[at]?.[input], each));
    if (!isOwn) return false;
  }
  return true;
}

const leavesOf = ({ inputs, cotangents }: Case, cotangent: number): TensorData[] => [
  ...inputs,
  ...(cotangents[cotangent] ?? []),
];

async function recomputed(given: Traced, testCase: Case, traces: readonly Trace[]): Promise<Outcome> {
  const vjps: TensorData[][] = [];
  for (const [at, trace] of traces.entries()) {
    const outcome = await evaluatedAt(trace, leavesOf(testCase, at), given.ask, at);
    if (outcome.kind !== 'done') return outcome;
    vjps.push(outcome.values.map((value, input) => orGiven(value, given.vjps[at]?.[input])));
  }
  const { elsewhere: _, jvps: __, ...kept } = given;
  const done: Done = { ...kept, vjps, seconds: [] };
  if (testCase.order === 1) return done;
  const second = await withSeconds(done, testCase, traces, given.ask);
  if (second.kind !== 'done') return second;
  return {
    ...second,
    seconds: second.seconds.map((list, at) => eachOrGiven(list, given.seconds[at])),
    ...(second.jvps && { jvps: second.jvps.map((list, at) => eachOrGiven(list, given.jvps?.[at])) }),
  };
}

const eachOrGiven = (
  list: readonly TensorData[],
  given: readonly TensorData[] | undefined,
): readonly TensorData[] => list.map((value, at) => orGiven(value, given?.[at]));

/** If there is no number without the ε, as for 0 · ln 0, the number is due to the ε: there it counts as given. */
const orGiven = (value: TensorData, given: TensorData | undefined): TensorData =>
  given === undefined || !value.data.some(Number.isNaN)
    ? value
    : tensorData(
        value.dtype,
        value.shape,
        value.data.map((entry, at) => (Number.isNaN(entry) ? (given.data[at] as number) : entry)),
      );
