/**
 * `backproof/reference`: the truth about a program, by mathjs and finite differences, with bounds on its own error.
 *
 *     const chain = chainOf(planOf(program), inputs);
 *     const gradients = pullback(chain, cotangent); // JᵀΔ, one Truth per input
 */
export type { Case } from '../case/case.js';
export { type Parsed, type Problem, parseCase, parseProgram } from '../case/parse.js';
export type { Program } from '../case/program.js';
export { type TensorData, tensorData } from '../case/tensor-data.js';
export {
  bigNumbers,
  type Chain,
  chainOf,
  type Derivative,
  denseByChain,
  denseByDifferences,
  derivative,
  directional,
  type Evaluation,
  evaluate,
  evaluationOf,
  float64,
  NoTruth,
  type Plan,
  planOf,
  pullback,
  pushforward,
  secondOrder,
  settle,
  type Truth,
} from '../reference/index.js';
