/** `backproof/verify`: the laws, and the checks that hold any Implementation to them. */
export type { Case } from '../case/case.js';
export { caseId } from '../case/case-id.js';
export type { Done, Implementation, Outcome } from '../case/implementation.js';
export { canonicalJson, encodeCase } from '../case/json.js';
export { formatProblems, type Parsed, type Problem, parseCase } from '../case/parse.js';
export {
  type CheckOptions,
  type Counts,
  checkLaws,
  explainCase,
  explainFailure,
  type Failure,
  fails,
  formatVerdict,
  judge,
  type Law,
  type LawVerdict,
  laws,
  type Report,
  type Verdict,
  type VerdictKind,
  verdictKinds,
} from '../verify/index.js';
