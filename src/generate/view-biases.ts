/** The biases of what steps read and of what reads their results: views, constants, and steps that are equal. */
import type { Program } from '../case/program.js';
import type { Id, OpName, Step } from '../case/vocabulary.js';
import type { Bias } from './bias.js';

const viewedBy: Partial<Record<OpName, Bias>> = {
  transpose: 'permuted-operand',
  permute: 'permuted-operand',
  broadcast_to: 'expanded-operand',
  expand: 'expanded-operand',
  flip: 'flipped-operand',
  slice: 'sliced-operand',
};

/** All biases that `viewBiases` can find. */
export const allViewBiases: readonly Bias[] = [
  ...new Set(Object.values(viewedBy)),
  'views-in-a-row',
  'viewed-result',
  'constant-operand',
  'equal-steps',
];

/**
 * 'permuted-operand' and its like: a step reads such a view. 'views-in-a-row': the step is a view itself.
 * 'viewed-result': a view of what a step computed. 'constant-operand': a step reads what is detached. 'equal-steps': two
 * steps compute the same.
 */
export function viewBiases({ inputs, steps }: Pick<Program, 'inputs' | 'steps'>): Bias[] {
  const stepAt = (id: Id): Step | undefined => steps[id - inputs.length];
  const found = steps.flatMap((step) =>
    step.args.flatMap((id): readonly Bias[] => {
      const read = stepAt(id);
      if (read === undefined) return [];
      const view = viewedBy[read.op];
      const views = viewedBy[step.op] !== undefined;
      if (read.op === 'detach' && step.op !== 'detach') return ['constant-operand'];
      if (view === undefined) return views ? ['viewed-result'] : [];
      return views ? [view, 'views-in-a-row'] : [view];
    }),
  );
  const texts = steps.map((step) => JSON.stringify(step));
  return [
    ...new Set<Bias>([...found, ...(new Set(texts).size < texts.length ? (['equal-steps'] as const) : [])]),
  ];
}
