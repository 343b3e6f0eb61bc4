/**
 * Which known mistake is it? A name is given only if the planted mistake behaves the same, up to rounding: on the
 * shown case it breaks the same law at the same place with the same number, and on further cases it gives the same
 * answers, right or wrong.
 */

import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Implementation, Outcome } from '../case/implementation.js';
import { engineImplementation } from '../engine/index.js';
import { laws as allLaws, judge, type Law, type Verdict } from '../verify/index.js';
import type { Evidence, ShownFailure } from './evidence.js';
import type { Misconception } from './misconception.js';
import { plant } from './plant.js';
import { same, sameCrash, sameOutcome, sameProblem } from './same-outcome.js';

/** A mistake that visits every path runs here without a guard, so only on cases with at most this many paths. */
const mostPaths = 1000;

export interface Unnamed {
  readonly failure: ShownFailure;
  /** The answers of the implementation in question. */
  readonly evidence: Evidence;
  readonly suspects: readonly Misconception[];
  /** All laws that may have been broken; default: those that every implementation is held to. */
  readonly laws?: readonly Law[];
  /** How a suspect is put into our engine; default: `plant`. Undefined if it cannot be the mistake. */
  readonly planted?: (suspect: Misconception) => Implementation | undefined;
}

/** The first suspect that explains every answer. A mistake that does not end, or would not end here, gets no name. */
export async function nameMisconception({
  failure,
  evidence,
  suspects,
  laws = allLaws,
  planted = plant,
}: Unnamed): Promise<Misconception | undefined> {
  if (failure.verdict.kind === 'timeout' || pathsOf(failure.testCase) > mostPaths) return undefined;
  for (const suspect of likelyFirst(suspects, failure)) {
    const implementation = planted(suspect);
    if (implementation !== undefined && (await explains(implementation, failure, evidence, laws)))
      return suspect;
  }
  return undefined;
}

/** Those that break the same law come first. */
function likelyFirst(
  suspects: readonly Misconception[],
  { law, verdict }: ShownFailure,
): readonly Misconception[] {
  const likely = (each: Misconception) => each.breaks === law.id || each.breaks === verdict.kind;
  return [...suspects.filter(likely), ...suspects.filter((each) => !likely(each))];
}

async function explains(
  planted: Implementation,
  failure: ShownFailure,
  evidence: Evidence,
  laws: readonly Law[],
): Promise<boolean> {
  if (!(await answersAlike(planted, failure.testCase, evidence))) return false;
  if (!(await failsAlike(planted, failure, laws))) return false;
  for await (const each of evidence.further()) {
    if (!(await answersAlike(planted, each, evidence))) return false;
  }
  if (isLaw(failure, laws) && !(await failsElsewhereToo(planted, evidence))) return false;
  return isSteady(planted, evidence);
}

/** Often enough to see a slip in one of fifty calls twice, because a case has two cotangents. */
const repetitions = 50;

/**
 * Runs one case again and again, with gradients that are not all zero: a rule that slips now and then is another
 * mistake.
 */
async function isSteady(planted: Implementation, evidence: Evidence): Promise<boolean> {
  for (const testCase of evidence.drawn().filter(({ cotangents }) => cotangents.length > 1)) {
    const outcome = await planted.run(inOurModes(testCase));
    const isTelling = outcome.kind === 'done' && outcome.vjps.flat().some(({ data }) => data.some(Boolean));
    if (!isTelling) continue;
    for (let time = 0; time < repetitions; time++) {
      if (!sameOutcome(outcome, await evidence.again(testCase))) return false;
    }
    return true;
  }
  return true;
}

const answersAlike = async (planted: Implementation, testCase: Case, evidence: Evidence): Promise<boolean> =>
  sameOutcome(await planted.run(inOurModes(testCase)), await evidence.of(testCase));

/** An adapter's modes are its own; the engine in which mistakes are planted has eager and lazy. */
const inOurModes = (testCase: Case): Case =>
  testCase.mode === 'eager' || testCase.mode === 'lazy' ? testCase : { ...testCase, mode: 'eager' };

/** Only the answers show what the grader checks besides the laws, such as how long a walk takes. */
const isLaw = ({ law }: ShownFailure, laws: readonly Law[]): boolean => laws.some(({ id }) => id === law.id);

async function failsAlike(
  planted: Implementation,
  failure: ShownFailure,
  laws: readonly Law[],
): Promise<boolean> {
  const asked = laws.filter(({ id }) => id === failure.law.id);
  if (asked.length === 0) return true;
  const verdicts = await judge(planted, inOurModes(failure.testCase), asked);
  const own = verdicts.find(({ law }) => law.id === failure.law.id);
  return own !== undefined && sameVerdict(own.verdict, failure.verdict);
}

const right = engineImplementation();

/** How many further cases must show the mistake, how many are tried, and how many for each number of axes. */
const telling = { least: 2, most: 6, perAxes: 2 };

/**
 * One wrong answer may be a coincidence, and a mistake on some arrays only may be another mistake. Rare cases that
 * show a mistake are searched for here, without asking its author.
 */
async function failsElsewhereToo(planted: Implementation, evidence: Evidence): Promise<boolean> {
  const found = new Map<number, number>();
  const total = () => [...found.values()].reduce((sum, count) => sum + count, 0);
  for (const each of evidence.drawn()) {
    const axes = each.inputs[0]?.shape.length ?? 0;
    const ofThese = found.get(axes) ?? 0;
    if (ofThese >= telling.perAxes && total() >= telling.most) continue;
    const own: Outcome = await planted.run(inOurModes(each));
    if (sameOutcome(own, await right.run(inOurModes(each)))) continue;
    if (!sameOutcome(own, await evidence.of(each))) return false;
    found.set(axes, ofThese + 1);
  }
  return total() >= telling.least;
}

function sameVerdict(a: Verdict, b: Verdict): boolean {
  if (a.kind === 'malformed' && b.kind === 'malformed') return sameProblem(a.problem, b.problem);
  if (a.kind === 'crashed' && b.kind === 'crashed') return sameCrash(a, b);
  if (a.kind !== 'disagree' || b.kind !== 'disagree') return a.kind === b.kind;
  const samePlace = a.where.what === b.where.what && a.where.index.join() === b.where.index.join();
  const scale = Math.max(Math.abs(a.got), Math.abs(a.expected ?? 0));
  return samePlace && same(a.got, b.got, Math.max(a.tolerance, 1e-9 * scale));
}

/** How many paths lead from the outputs to the inputs. */
function pathsOf({ program }: Case): number {
  const paths: number[] = program.inputs.map(() => 1);
  for (const { args } of program.steps) {
    paths.push(args.reduce((sum, id) => sum + at(paths, id), 0));
  }
  return program.outputs.reduce((sum, id) => sum + at(paths, id), 0);
}
