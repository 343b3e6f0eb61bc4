/** The dense Jacobian of a whole program, two ways that must agree. */

import { outputTypes } from '../case/program.js';
import { sizeOf } from '../case/shape.js';
import type { TensorData } from '../case/tensor-data.js';
import type { Chain } from './chain.js';
import type { Derivative } from './differences.js';
import { directional } from './directional.js';
import { pullback, type Truth } from './pullback.js';

/** Column by column: the derivative of all outputs, concatenated, by each entry of each input. */
export function denseByDifferences(chain: Chain): Derivative[][] {
  const inputs = chain.values.slice(0, chain.plan.program.inputs.length);
  return inputs.map((entries, input) =>
    entries.map((_, at) =>
      directional(
        chain,
        inputs.map((other, index) =>
          other.map((__, position) => (index === input && position === at ? 1 : 0)),
        ),
      ),
    ),
  );
}

/** Row by row: the pullback of each unit cotangent through the chain of the steps' own Jacobians. */
export function denseByChain(chain: Chain): Truth[][] {
  const types = outputTypes(chain.plan.program);
  return types.flatMap(({ shape }, output) =>
    Array.from({ length: sizeOf(shape) }, (_, row) =>
      pullback(
        chain,
        types.map((type, index): TensorData => {
          const data = Array.from({ length: sizeOf(type.shape) }, (__, k) =>
            index === output && k === row ? 1 : 0,
          );
          return { ...type, data };
        }),
      ),
    ),
  );
}
