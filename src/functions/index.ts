/** Functions that no vocabulary holds: drawn inputs, truth by differences or by a definition, laws. */
export { type CheckGradientOptions, checkGradient, type Input } from './check-gradient.js';
export type { Definition } from './defined.js';
export type { Description, NumberDomain } from './describe.js';
export { type FunctionVerdict, judgeFunction } from './judge.js';
export type { Conversion } from './plain.js';
export type { GradientReport } from './report.js';
export type { Question, Subject } from './subject.js';
