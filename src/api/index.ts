/** `backproof`: cases, generators, laws and the reference, for checking an implementation. */

export type { Case } from '../case/case.js';
export { caseId } from '../case/case-id.js';
export type { Done, Implementation, Outcome } from '../case/implementation.js';
export { canonicalJson, encodeCase, encodeTensor } from '../case/json.js';
export type { Kinks } from '../case/kinks.js';
export { formatProblems, type Parsed, type Problem, parseCase, parseProgram } from '../case/parse.js';
export { printProgram } from '../case/print.js';
export type { Program } from '../case/program.js';
export type { Axes, Shape } from '../case/shape.js';
export { type DType, formatTensor, type TensorData, tensorData } from '../case/tensor-data.js';
export { type OpName, opNames, type Step, vocabulary } from '../case/vocabulary.js';
export { engineImplementation } from '../engine/index.js';
export {
  type CheckGradientOptions,
  type Conversion,
  checkGradient,
  type Definition,
  type Description,
  type GradientReport,
  type MixedOptions,
  type NumberDomain,
} from '../functions/index.js';
export {
  allBiases,
  type Bias,
  deepChain,
  doublings,
  programCases,
  type Space,
  singleOpCases,
  space,
  without,
} from '../generate/index.js';
export {
  Evidence,
  type Misconception,
  misconceptions,
  nameMisconception,
  plant,
} from '../misconceptions/index.js';
export { toSvg } from '../pictures/to-svg.js';
export { type AgreeOptions, assertAgreesOn, assertGradient, WrongGradient } from '../testing/assert.js';
export {
  checkLaws,
  explainCase,
  explainFailure,
  type Failure,
  fails,
  formatVerdict,
  judge,
  type Law,
  laws,
  type Report,
  type Verdict,
} from '../verify/index.js';
