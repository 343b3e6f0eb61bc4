/** The forms of an op in a space: every form of its attributes, made to fit operands that are known later. */
import type fc from 'fast-check';
import type { OpName } from '../case/vocabulary.js';
import { stepBiases } from './biases-of.js';
import type { Form } from './form.js';
import { entryOf } from './ops/index.js';
import { firstAllowed, type Space } from './space.js';

export function formsOf(op: OpName, space: Space): fc.Arbitrary<Form> {
  const { needs = [] } = entryOf(op);
  return entryOf(op)
    .forms(op, space)
    .map((draft) => ({
      ...draft,
      op,
      operation: (shape) =>
        firstAllowed(space, draft.options(shape), (operation) =>
          stepBiases(operation, [shape]).filter((bias) => !needs.includes(bias)),
        ),
    }));
}
