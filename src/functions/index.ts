/** Functions that no vocabulary holds: drawn inputs, truth by differences or by a definition, laws. */

export {
  checkAt,
  checkDefined,
  checkDescribed,
  defaultFunctionOptions,
  type FunctionFailure,
  type FunctionOptions,
  type FunctionReport,
} from './check.js';
export { type CheckGradientOptions, checkGradient, type Fixed, type Input } from './check-gradient.js';
export type { Definition } from './defined.js';
export { type Description, isDifferentiable, type NumberDomain, type Size } from './describe.js';
export { type FunctionVerdict, judgeFunction } from './judge.js';
export { type FunctionLaw, functionLaws } from './laws/index.js';
export { type Conversion, dataOf, type Nested, nested } from './plain.js';
export { type GradientReport, reportOf } from './report.js';
export type { Gradients, Question, Subject, Tensors } from './subject.js';
