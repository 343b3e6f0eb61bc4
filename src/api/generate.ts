/** `backproof/generate`: fast-check arbitraries for cases, valid by construction, biased towards where gradient bugs live. */
export type { Case } from '../case/case.js';
export { canonicalJson, encodeCase } from '../case/json.js';
export { type OpName, opNames } from '../case/vocabulary.js';
export {
  allBiases,
  type Bias,
  biasesOf,
  type Core,
  deepChain,
  doublings,
  edgeCases,
  opCore,
  programCases,
  programCore,
  type Space,
  singleOpCases,
  space,
  type Weighted,
  without,
} from '../generate/index.js';
