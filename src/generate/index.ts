/** fast-check arbitraries for cases: valid by construction, biased towards where gradient bugs live. */
export { allBiases, type Bias } from './bias.js';
export { biasesOf } from './biases-of.js';
export type { Chosen } from './core.js';
export { type Core, coreOfCases, opCore, type PlannedCases, programCore, type Weighted } from './cores.js';
export { anyAxes, type Described, describedCases, type Numbers, type WithConstants } from './described.js';
export { edgeCases, hasEdges } from './edges.js';
export { laidOut } from './layouts.js';
export type { Long } from './long.js';
export { programCases } from './programs.js';
export { isPicking, mayRun, seldomShowsTail } from './runs.js';
export { mayBeLong, singleOpCases, singleOpPlans } from './single-op.js';
export { type Space, space, without } from './space.js';
export { deepChain, doublings } from './stress.js';
export { casesOf } from './values.js';
export { type Wiring, wiredCases } from './wiring.js';
export { wrappingOps } from './wrapping.js';
