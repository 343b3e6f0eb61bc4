/** Applies all laws to one case. */
import type { Case } from '../case/case.js';
import type { Done, Implementation } from '../case/implementation.js';
import { NoTruth } from '../reference/index.js';
import { ask, type Crashed, whatThrew } from './ask.js';
import { type FormProblems, formProblems } from './form.js';
import type { Law } from './law.js';
import { form } from './laws/form.js';
import { gradientThrew } from './laws/gradient.js';
import { laws as allLaws, foundations } from './laws/index.js';
import { value } from './laws/value.js';
import { Trial } from './trial.js';
import { type Verdict, verdictOf } from './verdict.js';

/** What a law says of a case. */
export interface LawVerdict {
  readonly law: Law;
  readonly verdict: Verdict;
}

/**
 * The verdicts of the laws that apply to a case, in order. A run that returned nothing to judge, or a broken
 * foundation (wrong values, wrong shapes), is the only verdict; a gradient that threw is reported next to a right
 * value.
 */
export async function judge(
  implementation: Implementation,
  testCase: Case,
  laws: readonly Law[] = allLaws,
): Promise<LawVerdict[]> {
  const trial = begin(implementation, testCase);
  if (!(trial instanceof Trial)) return [{ law: value, verdict: trial }];
  const outcome = await ask(implementation, testCase);
  switch (outcome.kind) {
    case 'done':
      return lawVerdicts(trial, outcome, laws);
    case 'crashed':
      return crashVerdicts(trial, outcome, laws);
    case 'malformed':
      return [{ law: form, verdict: outcome }];
    default:
      return [{ law: value, verdict: verdictOf(outcome) }];
  }
}

function begin(implementation: Implementation, testCase: Case): Trial | Verdict {
  try {
    return new Trial(implementation, testCase);
  } catch (error) {
    if (error instanceof NoTruth) return { kind: 'inconclusive', why: error.message };
    throw error;
  }
}

/** If a gradient threw, the value is judged first: it may be wrong as well. */
async function crashVerdicts(trial: Trial, crash: Crashed, laws: readonly Law[]): Promise<LawVerdict[]> {
  const { thrower, values } = await whatThrew(trial.implementation, trial.testCase, crash);
  const verdict: Verdict = { ...crash, thrower };
  if (values === undefined) return [{ law: value, verdict }];
  const [ofValue, broken] = await foundationVerdicts(
    trial,
    values,
    laws,
    [value],
    formProblems(values, trial.testCase),
  );
  return broken ? ofValue : [...ofValue, { law: gradientThrew, verdict }];
}

async function lawVerdicts(trial: Trial, given: Done, laws: readonly Law[]): Promise<LawVerdict[]> {
  const problems = formProblems(given, trial.testCase);
  const [verdicts, broken] = await foundationVerdicts(trial, given, laws, foundations, problems);
  if (broken) return verdicts;
  trial.known = problems;
  const done = withoutProblems(given, problems);
  const others = laws.filter((law) => !foundations.includes(law) && applies(law, trial));
  // All at once, so that an implementation that queues its runs need not wait for each answer.
  const checked = await Promise.all(
    others.map(async (law) => ({ law, verdict: await lawVerdict(law, trial, done, problems) })),
  );
  return [
    ...verdicts,
    ...checked.flatMap(({ law, verdict }) => (verdict === undefined ? [] : [{ law, verdict }])),
  ];
}

async function lawVerdict(
  law: Law,
  trial: Trial,
  done: Done,
  problems: FormProblems,
): Promise<Verdict | undefined> {
  const problem = problems.get(law.id);
  return problem === undefined ? law.check(trial, done) : { kind: 'malformed', problem };
}

/** @returns the verdicts of the laws that were asked for, and whether one is broken: then it is the only verdict */
async function foundationVerdicts(
  trial: Trial,
  done: Done,
  asked: readonly Law[],
  some: readonly Law[],
  problems: FormProblems,
): Promise<[verdicts: LawVerdict[], broken: boolean]> {
  const verdicts: LawVerdict[] = [];
  for (const law of some) {
    const verdict = await lawVerdict(law, trial, done, problems);
    if (verdict !== undefined && verdict.kind !== 'agree') return [[{ law, verdict }], true];
    if (verdict !== undefined && asked.includes(law) && applies(law, trial)) verdicts.push({ law, verdict });
  }
  return [verdicts, false];
}

/** Laws that also look at second order are not shown one whose form is wrong. */
function withoutProblems(done: Done, problems: FormProblems): Done {
  const { jvps, ...others } = done;
  const kept: Done = jvps === undefined || problems.has('twice') ? others : done;
  return problems.has('second') ? { ...kept, seconds: [] } : kept;
}

/** Some laws do not apply to a program without Jacobians, at an edge, or to a case without cotangents. */
const applies = (law: Law, trial: Trial): boolean =>
  hasTruthFor(law, trial) && (trial.testCase.cotangents.length > 0 || law.ofValues === true);

const hasTruthFor = (law: Law, trial: Trial): boolean =>
  trial.edge === undefined ? !trial.truth.tooLarge || law.anySize === true : law.atEdges === true;
