/** Implementations that read arrays which do not lie row by row in memory as if they did. */
import type { Case } from '../../src/case/case.js';
import { indexOf } from '../../src/case/shape.js';
import type { TensorData } from '../../src/case/tensor-data.js';
import { engineImplementation } from '../../src/engine/index.js';
import type { Fault } from './planted.js';

/** The entries in the order in which they lie in memory. */
function asStored(tensor: TensorData): TensorData {
  const { shape, strides, data } = tensor;
  if (strides === undefined) return tensor;
  const placeOf = (position: number): number =>
    indexOf(position, shape).reduce((place, index, axis) => place + index * (strides[axis] as number), 0);
  const places = data.map((_, position) => ({ position, place: placeOf(position) }));
  const order = places.sort((a, b) => a.place - b.place);
  return { ...tensor, data: order.map(({ position }) => data[position] as number) };
}

const cotangentsAsStored = (testCase: Case): Case => ({
  ...testCase,
  cotangents: testCase.cotangents.map((list) => list.map(asStored)),
});

const differs = (a: Case, b: Case): boolean => JSON.stringify(a.cotangents) !== JSON.stringify(b.cotangents);

const misread = (row: string): Fault => ({
  name: `${row} is handed cotangents in storage order`,
  kind: 'strides ignored',
  row,
  layouts: true,
  plant() {
    const right = engineImplementation();
    let count = 0;
    return {
      touched: () => count > 0,
      implementation: {
        ...right,
        run(testCase) {
          const other = cotangentsAsStored(testCase);
          const outcome = right.run(other);
          if (!differs(other, testCase) || outcome instanceof Promise || outcome.kind !== 'done')
            return outcome;
          count++;
          return { ...outcome, echo: [...testCase.inputs, ...testCase.cotangents.flat()] };
        },
      },
    };
  },
});

export const layoutFaults: readonly Fault[] = ['conv', 'matmul', 'softmax', 'layer_norm'].map(misread);
