/** Functions that no vocabulary holds: drawn inputs, truth by differences or by a definition, laws. */
export {
  checkAt,
  checkDefined,
  checkDefinedAt,
  checkDescribed,
  defaultFunctionOptions,
  type FunctionOptions,
  type FunctionReport,
} from './check.js';
export { type CheckGradientOptions, checkGradient, type Input, type MixedOptions } from './check-gradient.js';
export { constantsDetached, type Definition, definitionOf, detached } from './defined.js';
export { type Description, givenOf, type NumberDomain } from './describe.js';
export { programOf } from './expression.js';
export { type FunctionVerdict, judgeFunction } from './judge.js';
export { judgeDefined } from './judge-defined.js';
export { firstChanged } from './laws/pure.js';
export { NoAnswer } from './no-answer.js';
export type { Conversion } from './plain.js';
export { explainQuestion, type GradientReport, reportOf } from './report.js';
export { pulledAgain, type Question, type Subject, type Tensors, type Twice } from './subject.js';
