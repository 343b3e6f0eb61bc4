/** Which known mistake gives the same answers as a submission? */
import fc from 'fast-check';
import {
  type Evidence,
  type Misconception,
  misconceptions,
  nameMisconception,
} from '../misconceptions/index.js';
import type { Case } from '../program/case.js';
import type { Broken } from './check-part.js';
import type { Exercise } from './exercises.js';
import { graph } from './graph-law.js';
import type { Submission } from './implementation.js';
import type { Part } from './parts.js';

/** A mistake that visits every path is run here, unguarded: on no case with more paths than this. */
const mostPaths = 1000;

export async function recognize(
  exercise: Exercise,
  part: Part,
  broken: Broken,
  submission: Submission,
): Promise<Misconception | undefined> {
  const { law, testCase, verdict } = broken;
  // Numbers that are right where they were taken are no mistake of a formula.
  if (law.id === graph.id) return undefined;
  if (verdict.kind === 'timeout' || pathsOf(testCase) > mostPaths) return undefined;
  const evidenceOf = async (each: Case): Promise<Evidence> => {
    // An adapter's modes are its own; the engine in which mistakes are planted has eager and lazy.
    const mode = each.mode === 'lazy' ? 'lazy' : 'eager';
    return { testCase: { ...each, mode }, outcome: await submission.run(each) };
  };
  const failure = { law, verdict, ...(await evidenceOf(testCase)) };
  const further: Evidence[] = [];
  for (const each of furtherCases(part, testCase.order)) further.push(await evidenceOf(each));
  return nameMisconception(failure, further, suspectsOf(exercise, part, broken));
}

/**
 * Besides the counterexample, so that a mistake is named only if it agrees where nothing was wrong, too. Of the
 * second order only where that is broken: a wrong rule whose values are used by other rules differs there by
 * who differentiates it.
 */
function furtherCases({ cases }: Part, order: 1 | 2): Case[] {
  const drawn = fc.sample(cases, { numRuns: 12, seed: 1 });
  return order === 2 ? drawn : drawn.map((each) => ({ ...each, order: 1, directions: [] }));
}

/** Those that break the same law come first. */
function suspectsOf(
  { id, kind }: Exercise,
  { name }: Part,
  { law, verdict }: Broken,
): readonly Misconception[] {
  const own = misconceptions.filter((each) => {
    const ofOp = each.kind === 'rule' && each.op === name;
    return kind === 'adapter' ? ofOp : each.exercise === id && (kind !== 'rules' || ofOp);
  });
  const likely = (each: Misconception) => each.breaks === law.id || each.breaks === verdict.kind;
  return [...own.filter(likely), ...own.filter((each) => !likely(each))];
}

/** How many paths lead from the outputs to the inputs. */
function pathsOf({ program }: Case): number {
  const paths: number[] = program.inputs.map(() => 1);
  for (const { args } of program.steps) {
    paths.push(args.reduce((sum, id) => sum + (paths[id] as number), 0));
  }
  return program.outputs.reduce((sum, id) => sum + (paths[id] as number), 0);
}
