/** One part of an exercise against its laws, then its probes. */
import fc from 'fast-check';
import type { Case } from '../case/case.js';
import type { Outcome } from '../case/implementation.js';
import {
  laws as allLaws,
  type Counts,
  checkLaws,
  type Dependence,
  dependenceIn,
  dependenceOf,
  type Law,
  type Report,
  simplified,
  type Verdict,
  type VerdictKind,
} from '../verify/index.js';
import type { Convention } from './conventions/conventions.js';
import { isOutOfMemory, type Submission } from './implementation.js';
import { askedOf, type Part } from './part.js';
import { jacobiansOf, judgeProbe, type Probe, probeOf } from './probes.js';
import type { LawResult, Status } from './result.js';
import { type Unanswered, witnessed } from './witness.js';

export interface Broken {
  readonly law: Pick<Law, 'id' | 'sentence'>;
  readonly verdict: Verdict;
  readonly testCase: Case;
  /** If it passes in a process of its own: what it depends on. */
  readonly dependence?: Dependence;
}

export interface PartResult {
  readonly part: Part;
  readonly status: Status;
  readonly laws: readonly LawResult[];
  readonly broken: Broken | undefined;
  /** What answered wrongly in its place, if it passes without that: then it is not to blame. */
  readonly restsOn?: readonly string[];
  /** The failure of which it is not to blame. */
  readonly seenIn?: Broken;
  /** The conventions, if it differs from the usual formula only by these. */
  readonly conventions?: readonly Convention[];
}

export interface PartOptions {
  readonly laws: readonly Law[];
  readonly probes: readonly Probe[];
  readonly seed: number;
  readonly runs: number;
  readonly onRun: () => void;
  /** How many smaller cases are tried once a law is broken. */
  readonly shrinks?: number;
}

/** A part passes when every case was answered, and each law that a case asked has said `agree` of one. */
export async function checkPart(part: Part, given: Submission, options: PartOptions): Promise<PartResult> {
  const { submission, unanswered } = witnessed(given);
  const unready = await tryOut(part, submission, options.seed);
  if (unready !== undefined) return failed(part, [], unready);
  const asked = askedOf(part, options.runs);
  let counted = 0;
  const onRun = () => counted++ < options.runs && options.onRun();
  const report = await checkLaws(submission, { ...options, ...asked, onRun });
  const laws = lawResults(options.laws, report);
  if (report.failure !== undefined) {
    const { law, testCase, verdict } = report.failure;
    return failed(part, laws, await understood({ law, testCase, verdict }, submission, options.laws));
  }
  const unjudged = await askFurther(part, report, submission, options);
  if (unjudged !== undefined) return failed(part, laws, unjudged);
  const broken = await findProbe(options.probes, submission);
  const sound = options.probes
    .filter(({ id }) => id !== broken?.law.id)
    .map(
      ({ id, sentence, sizes }): LawResult => ({ id, law: sentence, verdict: 'agree', runs: sizes.length }),
    );
  if (broken !== undefined) return failed(part, [...laws, ...sound], broken);
  const silent = unanswered();
  if (silent !== undefined) return failed(part, [...laws, ...sound], withoutAnswer(silent));
  return { part, status: 'passed', laws: [...laws, ...sound], broken };
}

/** How many cases are tried until one runs at all: an adapter may exclude some forms of an op. */
const tries = 20;

/**
 * One case first: code that is not written yet, never ends, or fills memory is not worth a search for the smallest
 * case.
 */
async function tryOut(part: Part, submission: Submission, seed: number): Promise<Broken | undefined> {
  let broken: Broken | undefined;
  for (const testCase of firstOf(part, seed)) {
    const outcome = await submission.run(testCase);
    broken = withoutAnswer({ verdict: outcome as Verdict, testCase });
    if (outcome.kind !== 'unsupported' || outcome.declared !== true) {
      return isHopeless(outcome) ? broken : undefined;
    }
  }
  return broken;
}

const hopeless: readonly Outcome['kind'][] = ['not-implemented', 'timeout', 'unsupported'];

const isHopeless = (outcome: Outcome): boolean =>
  hopeless.includes(outcome.kind) || (outcome.kind === 'crashed' && isOutOfMemory(outcome.error));

const withoutAnswer = ({ verdict, testCase }: Unanswered): Broken => ({
  law: { id: 'runs', sentence: 'the submission answers every case' },
  verdict,
  testCase,
});

/** How many further cases an undecided law is asked on. */
const furtherRounds = 4;

/**
 * What prevents a pass although nothing failed: a law that was asked and never agreed. A law that applies to no case,
 * such as ties to `add`, or only to cases that the adapter excludes, prevents nothing.
 */
async function askFurther(
  { cases }: Part,
  { counts, undecided }: Report,
  submission: Submission,
  { laws, runs, seed }: PartOptions,
): Promise<Broken | undefined> {
  let open = laws.filter(({ id }) => {
    const count = counts.get(id);
    return count !== undefined && count.agree === 0 && count.inconclusive > 0;
  });
  for (let round = 1; open.length > 0 && round <= furtherRounds; round++) {
    const report = await checkLaws(submission, { cases, laws: open, runs, seed: seed + round });
    if (report.failure !== undefined) {
      const { law, testCase, verdict } = report.failure;
      return understood({ law, testCase, verdict }, submission, laws);
    }
    open = open.filter(({ id }) => (report.counts.get(id)?.agree ?? 0) === 0);
  }
  const [law, testCase] = [open[0], undecided[0]];
  if (law === undefined || testCase === undefined) return undefined;
  return { law, verdict: { kind: 'inconclusive', why: 'no case could decide this law' }, testCase };
}

/** One is usually enough, and drawing the others would take as long as a part of the check. */
function* firstOf({ core, cases }: Part, seed: number): Generator<Case> {
  yield* core.slice(0, 1);
  yield* fc.sample(cases, { numRuns: tries, seed });
}

export async function runProbes(
  probes: readonly Probe[],
  submission: Submission,
): Promise<Broken | undefined> {
  for (const probe of probes) {
    for (const size of probe.sizes) {
      const broken = await runProbe(probe, size, submission);
      if (broken !== undefined) return broken;
    }
  }
  return undefined;
}

/** What broke a probe, and whether it depends on what ran before it. */
async function findProbe(probes: readonly Probe[], submission: Submission): Promise<Broken | undefined> {
  const broken = await runProbes(probes, submission);
  const { history, fresh } = submission;
  const probe = probes.find((each) => each === broken?.law);
  if (broken === undefined || probe === undefined || history === undefined || fresh === undefined)
    return broken;
  const { testCase } = broken;
  const size = testCase.program.steps.length;
  const failsNow = async () => (await runProbe(probe, size, submission)) !== undefined;
  const run = (each: Case) => runAny(each, submission);
  const dependence = await dependenceIn({ ...submission, run, history, fresh }, broken, failsNow);
  return dependence === undefined ? broken : { ...broken, dependence };
}

/** A case that is not a probe is run like any other; for a probe, which may be long, the Jacobians are known. */
export const runAny = async (testCase: Case, submission: Submission): Promise<Outcome> =>
  probeOf(testCase) === undefined
    ? submission.run(testCase)
    : (await submission.measure(testCase, jacobiansOf(testCase))).outcome;

export async function runProbe(
  probe: Probe,
  size: number,
  submission: Submission,
): Promise<Broken | undefined> {
  const testCase = probe.testCase(size);
  const { outcome, calls } = await submission.measure(testCase, jacobiansOf(testCase));
  const verdict = judgeProbe(probe, size, outcome, calls);
  return verdict.kind === 'agree' ? undefined : { law: probe, verdict, testCase };
}

/** In its simplest form, and whether it depends on what ran before it. */
async function understood(broken: Broken, submission: Submission, asked: readonly Law[]): Promise<Broken> {
  const simple = await simplified(submission, broken, submission.laws ?? allLaws);
  const { history, fresh } = submission;
  if (history === undefined || fresh === undefined) return simple;
  const judging = [...asked, ...allLaws].filter(({ id }) => id === simple.law.id).slice(0, 1);
  const dependence = await dependenceOf({ ...submission, history, fresh }, simple, judging);
  return dependence === undefined ? simple : { ...simple, dependence };
}

function failed(part: Part, laws: readonly LawResult[], broken: Broken): PartResult {
  const { id, sentence } = broken.law;
  const runs = laws.find((each) => each.id === id)?.runs ?? 1;
  const others = laws.filter((each) => each.id !== id);
  const own: LawResult = { id, law: sentence, verdict: broken.verdict.kind, runs };
  return { part, status: statusOf(broken.verdict), laws: [...others, own], broken };
}

function statusOf({ kind }: Verdict): Status {
  if (kind === 'not-implemented' || kind === 'timeout' || kind === 'crashed') return kind;
  return kind === 'unsupported' ? 'crashed' : 'failed';
}

function lawResults(laws: readonly Law[], { counts }: Report): LawResult[] {
  return laws.flatMap(({ id, sentence }) => {
    const count = counts.get(id);
    if (count === undefined) return [];
    const runs = Object.values(count).reduce((sum, each) => sum + each, 0);
    return [{ id, law: sentence, verdict: overall(count), runs }];
  });
}

/** Anything wrong outweighs what is right, and what is right outweighs what could not be decided. */
function overall(count: Counts): VerdictKind {
  const order = ['disagree', 'malformed', 'crashed', 'timeout', 'agree', 'inconclusive'] as const;
  return order.find((kind) => count[kind] > 0) ?? 'unsupported';
}
