/** Programs computed by our engine, whose every op is right: graphs of gradients, and steps of them. */
import type { Case } from '../case/case.js';
import type { Outcome } from '../case/implementation.js';
import type { Program } from '../case/program.js';
import type { TensorData } from '../case/tensor-data.js';
import { engineImplementation } from '../engine/index.js';

const engine = engineImplementation();

/** In first order. @param cotangents none for the values alone */
export const computed = (
  program: Program,
  inputs: readonly TensorData[],
  cotangents: Case['cotangents'] = [],
  mode = 'eager',
): Outcome => engine.run({ program, inputs, cotangents, mode, order: 1, directions: [] }) as Outcome;
