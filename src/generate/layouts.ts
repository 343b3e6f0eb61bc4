/** Arrays that lie in memory in other ways than row by row, for implementations that can hold them so. */
import fc from 'fast-check';
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import { stridesIn } from '../case/strides.js';
import type { TensorData } from '../case/tensor-data.js';
import { permutations } from './axes.js';
import { simplestFirst } from './simplest-first.js';

const layout = fc.tuple(permutations, simplestFirst([1, 1, 2, 3]));
const layouts = fc.array(layout, { minLength: 1, maxLength: 3 });

/** The cases, with inputs and cotangents laid out by columns, in other orders of their axes, or with gaps. */
export const laidOut = (cases: fc.Arbitrary<Case>): fc.Arbitrary<Case> =>
  fc.tuple(cases, layouts).map(([testCase, drawn]) => {
    const placed = (tensor: TensorData, index: number): TensorData => {
      const [orders, gap] = at(drawn, index % drawn.length);
      const rank = tensor.shape.length;
      // Of the options the second is the drawn order, with axes counted from the front.
      return rank === 0 ? tensor : { ...tensor, strides: stridesIn(at(orders(rank), 1), tensor.shape, gap) };
    };
    return {
      ...testCase,
      inputs: testCase.inputs.map(placed),
      cotangents: testCase.cotangents.map((list) => list.map(placed)),
    };
  });
