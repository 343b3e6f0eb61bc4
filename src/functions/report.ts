/** What a check of a function's gradient found, for programs and for people. */
import { formatTensor } from '../case/tensor-data.js';
import { type Counts, formatVerdict } from '../verify/index.js';
import { nameIn } from './asked.js';
import type { FunctionFailure, FunctionReport } from './check.js';
import { functionLaws } from './laws/index.js';
import type { Question } from './subject.js';

/** What `checkGradient` found. */
export interface GradientReport extends FunctionReport {
  /** Whether laws said that the gradient is right, on every case, and none was left undecided. */
  readonly ok: boolean;
  /** `wrong`: a law is broken. `undecided`: of some case nothing can be said. */
  readonly state: 'right' | 'wrong' | 'undecided';
  /** For people: what was checked; the smallest case that shows what is wrong. */
  readonly text: string;
}

export function reportOf(report: FunctionReport): GradientReport {
  const judged = [...report.counts.values()].some(({ agree }) => agree > 0);
  const state =
    report.failure !== undefined ? 'wrong' : report.undecided.length > 0 || !judged ? 'undecided' : 'right';
  return { ...report, state, ok: state === 'right', text: textOf(report, state) };
}

function textOf(report: FunctionReport, state: GradientReport['state']): string {
  const { name, runs, seed, failure, undecided } = report;
  const cases = `${runs} ${runs === 1 ? 'case' : 'cases'}`;
  if (failure !== undefined) return failureText(report, failure);
  if (state === 'right')
    return `The gradient of ${name} is right: ${cases}, ${lawsIn(report.counts)}; seed ${seed}.`;
  const reasons = undecided.slice(0, 3).map((why) => `  ${why}`);
  const more = undecided.length > reasons.length ? [`  and ${undecided.length - reasons.length} more`] : [];
  return [
    `The gradient of ${name} is not judged on all of ${cases} (seed ${seed}):`,
    ...reasons,
    ...more,
  ].join('\n');
}

/** The laws that were asked; and those that could not be, as there is no rule for that. */
function lawsIn(counts: ReadonlyMap<string, Counts>): string {
  const lacks = ([, { agree, unsupported }]: readonly [string, Counts]) => agree === 0 && unsupported > 0;
  // A law that a case seldom needs may be met last. Those of a definition are the reference's, in its order.
  const order = Object.keys(functionLaws);
  const place = (law: string) => order.indexOf(law);
  const laws = [...counts];
  const inOrder = laws.every(([law]) => place(law) !== -1)
    ? laws.sort(([a], [b]) => place(a) - place(b))
    : laws;
  const [asked, lacking] = [false, true].map((side) =>
    inOrder.filter((each) => lacks(each) === side).map(([law]) => law),
  ) as [string[], string[]];
  const rest = lacking.length === 0 ? '' : `, not supported: ${lacking.join(', ')}`;
  return `laws ${asked.join(', ')}${rest}`;
}

function failureText({ name, names, seed }: FunctionReport, failure: FunctionFailure): string {
  const { law, verdict, question, path, passed } = failure;
  return [
    `The gradient of ${name} is wrong. This law is broken: ${law.sentence}.`,
    formatVerdict(verdict),
    '',
    explainQuestion(question, names),
    '',
    `Found after ${passed} passing ${passed === 1 ? 'case' : 'cases'}. To run this one again: { seed: ${seed}, path: '${path}' }.`,
  ].join('\n');
}

/** `x = [1, 2]` and `Δ0 = 3`, a line each. */
export const explainQuestion = (
  { inputs, cotangents }: Pick<Question, 'inputs' | 'cotangents'>,
  names: readonly string[],
): string =>
  [
    ...inputs.map((tensor, index) => `${nameIn(names, index)} = ${formatTensor(tensor)}`),
    ...cotangents.map(
      (list, index) => `Δ${cotangents.length === 1 ? '' : index} = ${list.map(formatTensor).join(', ')}`,
    ),
  ].join('\n');
