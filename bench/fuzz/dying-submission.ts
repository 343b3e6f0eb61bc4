/** A submission made in this process: the engine with some rules changed, which dies at chosen requests. */

import type { Outcome } from '../../src/case/implementation.js';
import {
  engineImplementation,
  mulScalar,
  NotImplemented,
  type Tensor,
  topologicalOrder,
} from '../../src/engine/index.js';
import type { Submission } from '../../src/grader/implementation.js';
import { defaultLimits } from '../../src/grader/sandbox.js';

/** What becomes of a rule: it is not written, throws, or returns this many times what it should. */
export type Change = 'unwritten' | 'throws' | number;

/** What happens at a request instead of an answer. */
export const fates = ['exits', 'hangs', 'throws', 'says unsupported'] as const;
export type Fate = (typeof fates)[number];

export interface Plan {
  readonly changed: ReadonlyMap<string, Change>;
  /** By request, counted from 0 over all lives. */
  readonly deaths: ReadonlyMap<number, Fate>;
}

export interface Dying {
  readonly submission: Submission;
  /** For the next part, as the grader renews a sandbox's lives. */
  renew(): void;
  /** How many requests were not answered so far. */
  unanswered(): number;
}

export function dyingSubmission({ changed, deaths }: Plan): Dying {
  const engine = engineImplementation({ prepare: (outputs) => change(outputs, changed) });
  let [requests, unanswered, lives, livesOfPart] = [0, 0, defaultLimits.lives, defaultLimits.livesPerPart];
  const answer = async (testCase: Parameters<Submission['run']>[0]): Promise<Outcome> => {
    if (livesOfPart <= 0) return { kind: 'unsupported', why: 'it died too often' };
    const fate = deaths.get(requests++);
    if (fate === undefined) return engine.run(testCase);
    if (fate === 'exits' || fate === 'hangs') [lives, livesOfPart] = [lives - 1, livesOfPart - 1];
    return outcomes[fate];
  };
  const run = async (testCase: Parameters<Submission['run']>[0]) => {
    const outcome = await answer(testCase);
    if (outcome.kind !== 'done') unanswered++;
    return outcome;
  };
  return {
    submission: { ...engine, run, measure: async (testCase) => ({ outcome: await run(testCase), calls: 0 }) },
    renew: () => {
      livesOfPart = Math.min(defaultLimits.livesPerPart, lives);
    },
    unanswered: () => unanswered,
  };
}

const crashed = (message: string): Outcome => ({
  kind: 'crashed',
  error: { type: 'Error', message, traceback: '' },
});

const outcomes: Readonly<Record<Fate, Outcome>> = {
  exits: crashed('The process ended.'),
  hangs: { kind: 'timeout', milliseconds: 1 },
  throws: crashed('no'),
  'says unsupported': { kind: 'unsupported', why: 'I would rather not' },
};

function change(outputs: readonly Tensor[], changed: Plan['changed']): void {
  for (const { op } of topologicalOrder(outputs)) {
    const how = op === null ? undefined : changed.get(op.name);
    if (op === null || how === undefined) continue;
    const right = op.gradient;
    op.gradient = (outGrad, node) => {
      if (how === 'unwritten') throw new NotImplemented(op.name);
      if (how === 'throws') throw new Error(op.name);
      return right.call(op, outGrad, node).map((gradient) => mulScalar(gradient, how));
    };
  }
}
