/** One part of an exercise against its laws, then its probes. */
import fc from 'fast-check';
import type { Case } from '../program/case.js';
import {
  type Counts,
  checkLaws,
  fails,
  judge,
  type Law,
  type Report,
  type Verdict,
  type VerdictKind,
} from '../verify/index.js';
import type { Submission } from './implementation.js';
import type { Part } from './parts.js';
import { jacobiansOf, judgeProbe, type Probe } from './probes.js';
import type { LawResult, Status } from './result.js';

export interface Broken {
  readonly law: Pick<Law, 'id' | 'sentence'>;
  readonly verdict: Verdict;
  readonly testCase: Case;
}

export interface PartResult {
  readonly part: Part;
  readonly status: Status;
  readonly laws: readonly LawResult[];
  readonly broken: Broken | undefined;
}

export interface PartOptions {
  readonly laws: readonly Law[];
  readonly probes: readonly Probe[];
  readonly seed: number;
  readonly runs: number;
  readonly onRun: () => void;
}

export async function checkPart(
  part: Part,
  submission: Submission,
  options: PartOptions,
): Promise<PartResult> {
  const unready = await tryOut(part, submission, options.seed);
  if (unready !== undefined) return failed(part, [], unready);
  const report = await checkLaws(submission, { cases: part.cases, ...options });
  const laws = lawResults(options.laws, report);
  if (report.failure !== undefined) {
    const { law, testCase, verdict } = report.failure;
    return failed(part, laws, await simplified({ law, testCase, verdict }, submission));
  }
  const broken = await runProbes(options.probes, submission);
  const sound = options.probes
    .filter((probe) => probe !== broken?.law)
    .map(({ sentence, sizes }): LawResult => ({ law: sentence, verdict: 'agree', runs: sizes.length }));
  if (broken !== undefined) return failed(part, [...laws, ...sound], broken);
  return { part, status: 'passed', laws: [...laws, ...sound], broken };
}

/** So many cases are tried until one is run at all: an adapter may not take every form of an op. */
const tries = 20;

/** One case first: what is not written yet, or never ends, is not worth a search for the smallest case. */
async function tryOut({ cases }: Part, submission: Submission, seed: number): Promise<Broken | undefined> {
  let broken: Broken | undefined;
  for (const testCase of firstOf(cases, seed)) {
    const outcome = await submission.run(testCase);
    broken = { law: { id: 'runs', sentence: 'the submission runs' }, verdict: outcome as Verdict, testCase };
    if (outcome.kind !== 'unsupported') {
      return outcome.kind === 'not-implemented' || outcome.kind === 'timeout' ? broken : undefined;
    }
  }
  return broken;
}

/** Mostly one is enough, and drawing the others would take as long as a part of the check. */
function* firstOf(cases: fc.Arbitrary<Case>, seed: number): Generator<Case> {
  yield* fc.sample(cases, { numRuns: 1, seed });
  yield* fc.sample(cases, { numRuns: tries, seed }).slice(1);
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

export async function runProbe(
  probe: Probe,
  size: number,
  submission: Submission,
): Promise<Broken | undefined> {
  const testCase = probe.testCase(size);
  const { outcome, calls } = await submission.measure(testCase, jacobiansOf(testCase));
  const verdict = judgeProbe(probe, size, outcome, calls);
  return fails(verdict) ? { law: probe, verdict, testCase } : undefined;
}

/** The same failure with less to read: one cotangent, first order, where that is enough to show it. */
async function simplified(broken: Broken, submission: Submission): Promise<Broken> {
  const { testCase } = broken;
  const firstOrder = testCase.cotangents
    .map((cotangent) => [cotangent])
    .map((cotangents) => ({
      ...testCase,
      cotangents,
      order: 1 as const,
      directions: [],
    }));
  for (const simple of testCase.cotangents.length > 1 || testCase.order > 1 ? firstOrder : []) {
    const verdicts = await judge(submission, simple);
    const same = verdicts.find(({ verdict }) => verdict.kind === broken.verdict.kind);
    if (same !== undefined) return { law: same.law, verdict: same.verdict, testCase: simple };
  }
  return broken;
}

function failed(part: Part, laws: readonly LawResult[], broken: Broken): PartResult {
  const law = broken.law.sentence;
  const runs = laws.find((each) => each.law === law)?.runs ?? 1;
  const others = laws.filter((each) => each.law !== law);
  const own: LawResult = { law, verdict: broken.verdict.kind, runs };
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
    return [{ law: sentence, verdict: overall(count), runs }];
  });
}

/** Anything wrong outweighs what is right, and what is right what could not be decided. */
function overall(count: Counts): VerdictKind {
  const order = ['disagree', 'malformed', 'crashed', 'timeout', 'agree', 'inconclusive'] as const;
  return order.find((kind) => count[kind] > 0) ?? 'unsupported';
}
