/**
 * Plants a wrong half of `backward` next to the learner's other half: neither order nor walk need be written like
 * ours.
 */

import type { Case } from '../case/case.js';
import type { Implementation, Outcome } from '../case/implementation.js';
import { engineImplementation, type Tensor } from '../engine/index.js';
import type { Misconception } from '../misconceptions/index.js';
import { idsOf, nodesOf, telling } from './child/graph.js';
import type { Halves, Submission } from './implementation.js';

type Wrong = Extract<Misconception, { kind: 'backward' }>;
type Half<Name extends 'topologicalOrder' | 'propagate'> = NonNullable<Wrong[Name]>;

/** How suspects are planted. There can only be suspects of the half that is wrong on the shown case. */
export async function plantHalves(
  submission: Submission,
  halves: Halves,
  shown: Case,
): Promise<(suspect: Misconception) => Implementation | undefined> {
  const order = await halves.orderOf(shown);
  const orderIsRight = 'length' in order && isInOrder(shown, order);
  const planted = (run: Implementation['run']): Implementation => ({ ...submission, run });
  return (suspect) => {
    if (suspect.kind !== 'backward') return undefined;
    const { topologicalOrder, propagate } = suspect;
    if (orderIsRight) return propagate && planted((testCase) => walkOurs(propagate, testCase, halves));
    return topologicalOrder && planted((testCase) => walkTheirs(topologicalOrder, testCase, halves));
  };
}

/** The wrong walk along the learner's order. */
async function walkOurs(propagate: Half<'propagate'>, testCase: Case, halves: Halves): Promise<Outcome> {
  const order = await halves.orderOf(testCase);
  if (!('length' in order)) return order;
  const topologicalOrder = (outputs: readonly Tensor[]) => nodesOf(idsOf(testCase.program, outputs), order);
  return engineImplementation({ differentiate: { topologicalOrder, propagate } }).run(testCase);
}

/** The learner's walk along the wrong order. */
async function walkTheirs(
  topologicalOrder: Half<'topologicalOrder'>,
  testCase: Case,
  halves: Halves,
): Promise<Outcome> {
  let ids: ReadonlyMap<Tensor, number> = new Map();
  let order: readonly number[] | undefined;
  const differentiate = telling({ topologicalOrder: (outputs) => topologicalOrder(outputs) }, (nodes) => {
    order ??= nodes.map((node) => ids.get(node) ?? -1);
  });
  const prepare = (outputs: readonly Tensor[]) => {
    ids = idsOf(testCase.program, outputs);
  };
  const outcome = await engineImplementation({ prepare, differentiate }).run(testCase);
  return outcome.kind === 'done' ? halves.walk(testCase, order ?? []) : outcome;
}

/** Every node that the outputs need, once, inputs before their consumers. */
function isInOrder({ program }: Case, order: readonly number[]): boolean {
  const { inputs, steps, outputs } = program;
  const argsOf = (id: number) => steps[id - inputs.length]?.args ?? [];
  const seen = new Set<number>();
  for (const id of order) {
    if (seen.has(id) || argsOf(id).some((input) => !seen.has(input))) return false;
    seen.add(id);
  }
  // Every node seen has all its inputs before it.
  return outputs.every((output) => seen.has(output));
}

/** Several suspects, of several parts, ask for the same orders. */
export function remembering({ orderOf, walk }: Halves): Halves {
  const known = new Map<Case, ReturnType<Halves['orderOf']>>();
  return {
    orderOf(testCase) {
      const order = known.get(testCase) ?? orderOf(testCase);
      known.set(testCase, order);
      return order;
    },
    walk,
  };
}
