/**
 * What the parts of an exercise are worth. Credit by law is earned by a law that some case asked and that no case of
 * any part broke. The check of a part ends at the first law that breaks, so there each credited law is asked on its
 * own, on all cases: what it earns does not depend on which law broke first. The value and form of a gradient come
 * before every law, so where these are wrong no law holds; nor does one where the submission gave no answer.
 */
import { checkLaws, type Law } from '../verify/index.js';
import type { AssignedExercise } from './assignment/assignment.js';
import { type PartOptions, type PartResult, runProbes } from './check-part.js';
import type { Submission } from './implementation.js';
import type { Part } from './parts.js';
import { roundPoints } from './result.js';
import { witnessed } from './witness.js';

type Standing = 'held' | 'broken' | 'unasked';

/** The points of an exercise whose parts have these results. */
export async function scoreOf(
  { points, credit }: AssignedExercise,
  results: readonly PartResult[],
  submission: Submission,
  optionsOf: (part: Part) => PartOptions,
): Promise<number> {
  const passed = results.filter(({ status }) => status === 'passed').length;
  if (credit === 'all') return passed === results.length ? points : 0;
  if (credit === 'parts') return roundPoints((points * passed) / results.length);
  let score = 0;
  for (const [law, worth] of Object.entries(credit)) {
    const standings: Standing[] = [];
    for (const result of results)
      standings.push(await standing(law, result, submission, optionsOf(result.part)));
    if (standings.includes('held') && !standings.includes('broken')) score += worth;
  }
  return roundPoints(score);
}

/** How a law stands in one part. */
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
    cases: part.cases,
    laws: own.laws,
    shrinks: 0,
  });
  if (failure !== undefined || (await runProbes(own.probes, submission)) !== undefined) return 'broken';
  if (unanswered() !== undefined) return 'broken';
  const agreed = (law: Law) => (counts.get(law.id)?.agree ?? 0) > 0;
  return own.laws.some(agreed) || (own.laws.length === 0 && own.probes.length > 0) ? 'held' : 'unasked';
}
