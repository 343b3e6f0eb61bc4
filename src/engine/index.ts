/**
 * `backproof/engine`: a complete autograd engine. What is not here is internal: its files may change at any time.
 * spec/package/engine-names.spec.ts lists these names by group.
 */

export type { Bounds, Padding } from '../case/indexing.js';
export { permutation, transposition } from '../case/ops/movement.js';
export { matmulShape } from '../case/ops/product.js';
export { reduceShape } from '../case/ops/reduction.js';
export {
  type Axes,
  broadcastAxes,
  broadcastShapes,
  normalizeAxes,
  normalizeAxis,
  type Shape,
  ShapeError,
  sameShape,
  sizeOf,
} from '../case/shape.js';
export type { DType, TensorData, TensorType } from '../case/tensor-data.js';
export type { OpName, Step } from '../case/vocabulary.js';
export type { Sliding, TransposedSliding } from '../case/windows.js';
export { propagate, topologicalOrder } from './autograd/backward.js';
export { gradBatched } from './autograd/batched.js';
export { checkpoint } from './autograd/checkpoint.js';
export { Context, Function, type FunctionClass, type Gradients } from './autograd/custom-function.js';
export { pushforward } from './autograd/forward.js';
export { hessian, hvp, jacobian, jvp, type TensorFunction, vjp, vjpBatched } from './autograd/functional.js';
export { type Differentiation, type GradOptions, grad } from './autograd/grad.js';
export { gradientOf } from './autograd/gradient-of.js';
export type { Hook } from './autograd/hooks.js';
export {
  eagerly,
  enableGrad,
  inferenceMode,
  isGradEnabled,
  isInference,
  isLazy,
  lazily,
  noGrad,
  setGradEnabled,
  setLazy,
} from './autograd/modes.js';
export {
  computeOf,
  type Inputs,
  type Node,
  type One,
  Op,
  type Three,
  type Two,
  valueFrom,
} from './autograd/op.js';
export { realize } from './autograd/realize.js';
export * as data from './data/index.js';
export { type EngineOptions, engineImplementation } from './implementation.js';
export * as init from './init/index.js';
export { toDot, toMermaid } from './inspect/draw.js';
export { format } from './inspect/format.js';
export { printNode } from './inspect/print-node.js';
export { summary } from './inspect/summary.js';
export { type Kind, toProgram } from './inspect/to-program.js';
export { interpret } from './interpret.js';
export { map, zip } from './kernels/elementwise.js';
export { matrixProduct } from './kernels/matmul.js';
export { permuteAxes, repeatTo, withShape } from './kernels/movement.js';
export {
  average,
  type Fold,
  inverseOf,
  largest,
  mapRuns,
  reduce,
  smallest,
  sum,
} from './kernels/reduce.js';
export { type Compiled, compile } from './lazy/compile.js';
export { realizeAll } from './lazy/realize-all.js';
export * as nn from './nn/index.js';
export * from './ops/activations.js';
export * from './ops/attention.js';
export * from './ops/choice.js';
export * from './ops/conv.js';
export * from './ops/conv-general.js';
export * from './ops/einsum.js';
export * from './ops/elementwise.js';
export { ElementwiseOp } from './ops/elementwise-op.js';
export * from './ops/exponential.js';
export * from './ops/gather.js';
export * from './ops/indexing.js';
export * from './ops/joining.js';
export * from './ops/lengths.js';
export * from './ops/losses.js';
export { mask, masked, maskOfPair } from './ops/mask.js';
export * from './ops/matmul.js';
export * from './ops/mean.js';
export * from './ops/norms.js';
export * from './ops/order.js';
export * from './ops/pool.js';
export * from './ops/products.js';
export * from './ops/shape.js';
export * from './ops/sizes.js';
export * from './ops/stable.js';
export * from './ops/statistics.js';
export * from './ops/transcendental.js';
export * as optim from './optim/index.js';
export type { BackwardOptions } from './tensor/differentiation.js';
export { AutogradError, DTypeError, GradientError, NotImplemented, StateError } from './tensor/errors.js';
export { allocate, type Entries, NDArray } from './tensor/ndarray.js';
export type { Nested } from './tensor/nested.js';
export { checkTensors } from './tensor/operands.js';
export { Random } from './tensor/random.js';
export { full, ones, record, Tensor, type TensorOptions, tensor, zeros } from './tensor/tensor.js';
