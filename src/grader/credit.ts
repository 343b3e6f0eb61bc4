/**
 * What the parts of an exercise are worth. Credit by law is earned part by part: each part in which some case asks a
 * law is worth the same share of its points, and earns it if no case of that part broke it. The check of a part ends
 * at the first broken law, so for a wrong part each credited law is asked on its own, on all cases: its points do not
 * depend on which law broke first. The value and form of a gradient come before every law, so if these are wrong no
 * law holds; nor does any if the submission gave no answer.
 */

import type { Case } from '../case/case.js';
import { engineImplementation } from '../engine/index.js';
import { checkLaws, type Law } from '../verify/index.js';
import type { AssignedExercise } from './assignment/assignment.js';
import { type PartOptions, type PartResult, runProbes } from './check-part.js';
import { graph } from './graph-law.js';
import type { Submission } from './implementation.js';
import { askedOf, type Part } from './part.js';
import { type Points, roundPoints, totalOf } from './result.js';
import { witnessed } from './witness.js';

type Named = { readonly name: string };

/** The points of an exercise, and of each of its parts by name. */
export interface Scored extends Points {
  readonly parts: ReadonlyMap<string, Points>;
}

type Standing = 'held' | 'broken' | 'unasked';

/**
 * @param parts all parts of the exercise
 * @param results of those that were asked for, in the same order
 */
export async function scoreOf(
  exercise: AssignedExercise,
  parts: readonly Part[],
  results: readonly PartResult[],
  submission: Submission,
  optionsOf: (part: Part) => PartOptions,
): Promise<Scored> {
  const { credit, points } = exercise;
  if (typeof credit === 'object') return byLaw(points, credit, parts, results, submission, optionsOf);
  const passed = results.filter(({ status }) => status === 'passed').length;
  const all = passed === results.length;
  const earns = ({ status }: PartResult) => (credit === 'all' ? all : status === 'passed');
  const own = new Map(
    results.map((result) => {
      const maxScore = worthOf(points, parts, result.part);
      return [result.part.name, { maxScore, score: earns(result) ? maxScore : 0 }] as const;
    }),
  );
  const maxScore = roundPoints((points * results.length) / parts.length);
  const shares = roundPoints((points * passed) / parts.length);
  return { score: credit === 'all' ? (all ? maxScore : 0) : shares, maxScore, parts: own };
}

type Standings = ReadonlyMap<string, Standing>;

async function byLaw(
  points: number,
  credit: Readonly<Record<string, number>>,
  parts: readonly Part[],
  results: readonly PartResult[],
  submission: Submission,
  optionsOf: (part: Part) => PartOptions,
): Promise<Scored> {
  const earned = new Map(results.map(({ part }) => [part.name, { score: 0, maxScore: 0 }]));
  for (const [law, worth] of Object.entries(credit)) {
    const standings = await standingsOf(law, parts, results, submission, optionsOf);
    const asked = [...standings].filter(([, standing]) => standing !== 'unasked');
    for (const [name, standing] of asked) {
      const own = earned.get(name);
      if (own === undefined) continue;
      own.maxScore += worth / asked.length;
      if (standing === 'held') own.score += worth / asked.length;
    }
  }
  const total = totalOf([...earned.values()]);
  const rounded = [...earned].map(
    ([name, { score, maxScore }]) =>
      [name, { score: roundPoints(score), maxScore: roundPoints(maxScore) }] as const,
  );
  return {
    score: total.score,
    maxScore: results.length === parts.length ? points : total.maxScore,
    parts: new Map(rounded),
  };
}

/** How a law fares in every part; in a part that was not asked for, only whether its cases would have asked the law. */
async function standingsOf(
  law: string,
  parts: readonly Part[],
  results: readonly PartResult[],
  submission: Submission,
  optionsOf: (part: Part) => PartOptions,
): Promise<Standings> {
  const standings = new Map<string, Standing>();
  for (const part of parts) {
    const options = optionsOf(part);
    const result = results.find((each) => each.part.name === part.name);
    const found = result === undefined ? 'broken' : await standing(law, result, submission, options);
    const isAsked = found !== 'broken' || (await asks(law, part, submission, options));
    standings.set(part.name, isAsked ? found : 'unasked');
  }
  return standings;
}

/**
 * Whether the cases of a part ask a law of a right implementation; what they ask of a wrong one depends on its
 * mistakes.
 */
async function asks(
  id: string,
  { cases }: Part,
  { modes }: Submission,
  { laws, probes, runs, seed }: PartOptions,
): Promise<boolean> {
  // Only a submission's gradients have traces.
  if (id === graph.id || probes.some((probe) => probe.id === id)) return true;
  const own = cases.map((each): Case => ({ ...each, mode: each.mode === 'lazy' ? 'lazy' : 'eager' }));
  const law = laws.filter((each) => each.id === id);
  const { counts } = await checkLaws({ ...engine, modes }, { cases: own, laws: law, runs, seed });
  return counts.has(id);
}

const engine = engineImplementation();

/** An equal share in hundredths, such that all shares add up to the exercise's points. */
export function worthOf(points: number, parts: readonly Named[], part: Named): number {
  const before = parts.findIndex(({ name }) => name === part.name);
  const upTo = (count: number) => roundPoints((points * count) / parts.length);
  return roundPoints(upTo(before + 1) - upTo(before));
}

/** How a law fares in one part. */
async function standing(
  id: string,
  { part, status, laws }: PartResult,
  asked: Submission,
  options: PartOptions,
): Promise<Standing> {
  if (status !== 'passed' && status !== 'failed') return 'broken';
  const own = {
    laws: options.laws.filter((law) => law.id === id),
    probes: options.probes.filter((probe) => probe.id === id),
  };
  if (status === 'passed') {
    return laws.some((law) => law.id === id && law.verdict === 'agree') ? 'held' : 'unasked';
  }
  const { submission, unanswered } = witnessed(asked);
  const { failure, counts } = await checkLaws(submission, {
    ...options,
    ...askedOf(part, options.runs),
    laws: own.laws,
    shrinks: 0,
  });
  if (failure !== undefined || (await runProbes(own.probes, submission)) !== undefined) return 'broken';
  if (unanswered() !== undefined) return 'broken';
  const agreed = (law: Law) => (counts.get(law.id)?.agree ?? 0) > 0;
  return own.laws.some(agreed) || (own.laws.length === 0 && own.probes.length > 0) ? 'held' : 'unasked';
}
