/** `backproof/engine`: a complete autograd engine, and what its ops are written with. */

export * from '../program/equation.js';
export * from '../program/indexing.js';
export * from '../program/limits.js';
export * from '../program/shape.js';
export * from '../program/step.js';
export * from '../program/tensor-data.js';
export { matmulShape, permutation, reduceShape, transposition } from '../program/vocabulary.js';
export * from './backward.js';
export * from './errors.js';
export { apply, type Functions, functions } from './functions.js';
export * from './grad.js';
export { type EngineOptions, engineImplementation } from './implementation.js';
export { toDot, toMermaid } from './inspect/draw.js';
export { printNode } from './inspect/print-node.js';
export { toProgram } from './inspect/to-program.js';
export { interpret } from './interpret.js';
export * from './kernels/elementwise.js';
export * from './kernels/matmul.js';
export * from './kernels/movement.js';
export * from './kernels/reduce.js';
export { mask, maskOfPair } from './mask.js';
export * from './modes.js';

// What the ops are written with.
export { allocate, type Entries, NDArray } from './ndarray.js';
export type { Nested } from './nested.js';
export * from './op.js';
export * from './ops/activations.js';
export * from './ops/choice.js';
export * from './ops/conv.js';
export * from './ops/einsum.js';
export * from './ops/elementwise.js';
export * from './ops/exponential.js';
export * from './ops/gather.js';
export * from './ops/indexing.js';
export * from './ops/joining.js';
export * from './ops/losses.js';
export * from './ops/matmul.js';
export * from './ops/mean.js';
export * from './ops/order.js';
export * from './ops/pool.js';
export * from './ops/shape.js';
export * from './ops/sizes.js';
export * from './ops/stable.js';
export * from './ops/statistics.js';
export * from './realize.js';
export * from './tensor.js';
