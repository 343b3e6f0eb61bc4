/**
 * `ops`: the class of each op, which `record(new ops.Reshape([3, 2]), [x])` applies and a variation of a rule extends. What an
 * op computes is said where its function is, such as `reshape`; the arguments of the class are its attributes, as in its `Step`.
 */
export { Erf, Gelu, Hardswish, LogAddExp, SiLU, Softplus } from './activations.js';
export { Attention, Rope } from './attention.js';
export { Clip, Dropout, Where } from './choice.js';
export { Conv } from './conv.js';
export { ConvGeneral, ConvTranspose } from './conv-general.js';
export { Einsum } from './einsum.js';
export {
  Abs,
  AddScalar,
  DivScalar,
  EWiseAdd,
  EWiseDiv,
  EWiseMul,
  EWiseSub,
  Maximum,
  Minimum,
  MulScalar,
  Negate,
  ReLU,
} from './elementwise.js';
export { Cos, EWisePow, Exp, Log, PowerScalar, Sigmoid, Sin, Sqrt, Tanh } from './exponential.js';
export { Embedding, Gather, IndexPut, ScatterAdd } from './gather.js';
export { Dilate, Flip, Pad, Slice, UnDilate } from './indexing.js';
export { Concat, MakeTensorTuple, Split, Stack, TupleGetItem } from './joining.js';
export { Norm, Std } from './lengths.js';
export { CrossEntropy, MseLoss } from './losses.js';
export { MatMul } from './matmul.js';
export { Mean } from './mean.js';
export { AffineBatchNorm, AffineLayerNorm, GroupNorm, RMSNorm } from './norms.js';
export { Max, Min, Sort } from './order.js';
export { AvgPool, MaxPool } from './pool.js';
export { Cumprod, Prod } from './products.js';
export { BroadcastTo, Permute, Reshape, Summation, Transpose } from './shape.js';
export { Expand, Squeeze, Unsqueeze } from './sizes.js';
export { LogSoftmax, LogSumExp, Softmax } from './stable.js';
export { BatchNorm, Cumsum, LayerNorm, Var } from './statistics.js';
export { Atan2, Expm1, Log1p } from './transcendental.js';
