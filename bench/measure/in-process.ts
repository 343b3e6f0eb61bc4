/** An implementation in this process as the grader's Submission: what a learner's process would tell, and no more. */

import type { Case } from '../../src/case/case.js';
import type { Implementation, Outcome } from '../../src/case/implementation.js';
import { type Differentiation, engineImplementation, type Tensor } from '../../src/engine/index.js';
import { checkPart } from '../../src/grader/check-part.js';
import { idsOf, nodesOf, telling } from '../../src/grader/child/graph.js';
import type { Exercise } from '../../src/grader/exercises.js';
import type { Halves, Submission } from '../../src/grader/implementation.js';
import { lawsOf } from '../../src/grader/laws.js';
import { partsOf } from '../../src/grader/parts.js';
import { Recognizer } from '../../src/grader/recognize.js';

export function submissionIn(implementation: Implementation): Submission {
  const run = async (testCase: Case): Promise<Outcome> => {
    const outcome = await implementation.run(testCase);
    if (outcome.kind !== 'done') return outcome;
    const { ruleCalls: _, ...told } = outcome;
    return told;
  };
  return {
    ...implementation,
    run,
    async measure(testCase) {
      const outcome = await implementation.run(testCase);
      const calls = outcome.kind === 'done' ? (outcome.ruleCalls ?? 0) : 0;
      // Of a realize exercise, whose nodes count their computations in its own process, nothing is counted here.
      return { outcome, calls: testCase.cotangents.length === 0 ? testCase.program.steps.length : calls };
    },
  };
}

/** Both halves of backward, as the exercise's own process runs them. */
export function backwardIn(differentiate: Differentiation): Submission {
  const halves = halvesOf(differentiate);
  return { ...submissionIn(engineImplementation({ differentiate })), maxOrder: 1, halves };
}

function halvesOf(learners: Differentiation): Halves {
  const answer = async (testCase: Case, differentiate: (ids: Map<Tensor, number>) => Differentiation) => {
    const ids = new Map<Tensor, number>();
    const prepare = (outputs: readonly Tensor[]) => {
      for (const [node, id] of idsOf(testCase.program, outputs)) ids.set(node, id);
    };
    return engineImplementation({ prepare, differentiate: differentiate(ids) }).run(testCase);
  };
  return {
    async orderOf(testCase) {
      let told: readonly number[] | undefined;
      const outcome = await answer(testCase, (ids) =>
        telling(learners, (nodes) => {
          told ??= nodes.map((node) => ids.get(node) ?? -1);
        }),
      );
      return outcome.kind === 'done' ? (told ?? []) : outcome;
    },
    walk: (testCase, order) =>
      answer(testCase, (ids) => ({ ...learners, topologicalOrder: () => nodesOf(ids, order) })),
  };
}

/**
 * What the grader calls the mistake: the names that the failing parts are given, each once, or undefined where they are
 * given none. @throws where nothing fails
 * @param op the part, of an exercise that is scored op by op
 */
export async function nameOf(
  exercise: Exercise,
  op: string | undefined,
  submission: Submission,
): Promise<string | undefined> {
  const recognizer = new Recognizer(exercise, submission);
  const found = new Set<string>();
  let failing = 0;
  for (const part of partsOf(exercise)) {
    if (op !== undefined && (part.op ?? part.name) !== op) continue;
    const probes = part.probes ?? [];
    const options = { laws: lawsOf(exercise), probes, seed: 1, runs: 30, onRun: () => {} };
    const { broken } = await checkPart(part, submission, options);
    if (broken === undefined) continue;
    failing++;
    const known = await recognizer.nameOf(part, broken);
    if (known !== undefined) found.add(known.name);
  }
  if (failing === 0) throw new Error('nothing fails');
  return found.size === 0 ? undefined : [...found].join(', ');
}
