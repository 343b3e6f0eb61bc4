/** Cotangents whose VJPs are the rows of a program's Jacobian. */
import { outputTypes, type Program } from './program.js';
import { sizeOf } from './shape.js';
import { type TensorData, tensorData } from './tensor-data.js';

/** For each entry of each output, in row-major order, a cotangent that is 1 there and 0 elsewhere. */
export function unitCotangents(program: Program): TensorData[][] {
  const types = outputTypes(program);
  return types.flatMap(({ shape }, output) =>
    Array.from({ length: sizeOf(shape) }, (_, row) =>
      types.map((type, index) =>
        tensorData(
          type.dtype,
          type.shape,
          Array.from({ length: sizeOf(type.shape) }, (__, entry) =>
            index === output && entry === row ? 1 : 0,
          ),
        ),
      ),
    ),
  );
}
