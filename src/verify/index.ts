/** Laws, verdicts, and the checks that apply them to any Implementation. */
export { explainCase } from '../case/explain.js';
export { type Beside, wrongBeside } from './beside.js';
export { type CheckOptions, type Counts, checkLaws, type Failure, type Report } from './check.js';
export { explainFailure } from './explain.js';
export { answerProblem } from './form.js';
export { judge, type LawVerdict } from './judge.js';
export { type Law, lawsAt } from './law.js';
export { findings, gradientThrew } from './laws/gradient.js';
export { laws } from './laws/index.js';
export {
  fractionOfSize,
  lawsOfOneRun,
  pureWithin,
  reordered,
  repeatedRuns,
  secondRun,
} from './laws/pure.js';
export { valueTruth } from './laws/value.js';
export {
  type Dependence,
  dependenceIn,
  dependenceOf,
  explainDependence,
  History,
  type Renewable,
} from './leak.js';
export { inFewestSteps } from './shrink/fewest-steps.js';
export { cotangentOf, cutterOf } from './shrink/pieces.js';
export { simplified } from './simplify.js';
export { Trial, trialByJacobians } from './trial.js';
export {
  agree,
  type Disagreement,
  fails,
  formatVerdict,
  isDeath,
  type OwnAnswer,
  type State,
  stateOf,
  throwerText,
  type Verdict,
  type VerdictKind,
  verdictKinds,
  verdictOf,
  writtenTo,
} from './verdict.js';
