/** The truth, by mathjs and finite differences. It shares shapes with the engine, never arithmetic. */
export { bigNumbers, exactly, float64 } from './arithmetic.js';
export { type Chain, chainOf } from './chain.js';
export { withKinks } from './convention.js';
export { denseByChain, denseByDifferences } from './dense.js';
export { type Derivative, derivative } from './differences.js';
export { directional } from './directional.js';
export { EdgeTruth } from './edges/edge-truth.js';
export { evaluate } from './evaluate.js';
export { type Evaluation, evaluationOf, NoTruth } from './evaluation.js';
export { ExactProgram, exactCost } from './exact.js';
export { type LocalJacobians, localJacobians } from './jacobians.js';
export { differenceWork, type Plan, planOf, slopeCount } from './plan.js';
export { anyMayOverflow, type Inside, isHalf, underflowOf } from './precision.js';
export { pullback, type Truth } from './pullback.js';
export { pushforward } from './pushforward.js';
export { summing } from './rounding.js';
export { secondOrder } from './second.js';
export { settle, settlingCost } from './settle.js';
