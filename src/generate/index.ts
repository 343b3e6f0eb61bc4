/** fast-check arbitraries for cases: valid by construction, biased to where gradient bugs live. */
export { allBiases, type Bias } from './bias.js';
export { biasesOf } from './biases-of.js';
export { programCases } from './programs.js';
export { singleOpCases } from './single-op.js';
export { type Space, space, without } from './space.js';
export { deepChain, doublings } from './stress.js';
export { type Wiring, wiredCases } from './wiring.js';
