/** `backproof`: cases, generators, laws and the reference, for whoever has an implementation to check. */
export { engineImplementation } from './engine/index.js';
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
} from './generate/index.js';
export {
  Evidence,
  type Misconception,
  misconceptions,
  nameMisconception,
  plant,
} from './misconceptions/index.js';
export type { Case } from './program/case.js';
export { caseId } from './program/case-id.js';
export type { Done, Implementation, Outcome } from './program/implementation.js';
export { canonicalJson, encodeCase, encodeTensor } from './program/json.js';
export type { Kinks } from './program/kinks.js';
export { formatProblems, type Parsed, type Problem, parseCase, parseProgram } from './program/parse.js';
export { printProgram } from './program/print.js';
export type { Program } from './program/program.js';
export type { Axes, Shape } from './program/shape.js';
export type { OpName, Step } from './program/step.js';
export { type DType, formatTensor, type TensorData, tensorData } from './program/tensor-data.js';
export { opNames, vocabulary } from './program/vocabulary.js';
export {
  checkLaws,
  explainCase,
  explainFailure,
  type Failure,
  formatVerdict,
  judge,
  type Law,
  laws,
  type Report,
  type Verdict,
} from './verify/index.js';
