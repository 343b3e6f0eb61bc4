/** Named wrong gradients: they test the checker, and name a learner's mistake. */
export { misconceptions } from './all.js';
export { Evidence, roughened } from './evidence.js';
export type {
  GradientMisconception,
  Misconception,
  OwnMisconception,
  RuleMisconception,
} from './misconception.js';
export { nameMisconception } from './name.js';
export { plant, plantTraced } from './plant.js';
export { sameOutcome } from './same-outcome.js';
