/** Checks any implementation, in any language, against the laws: over a pipe, with the protocol of protocol.ts. */
export { AdapterError } from './adapter-error.js';
export { checkImplementation } from './check.js';
export { type CheckAdapterOptions, checkAdapter } from './check-adapter.js';
export {
  type ExpectedFailure,
  expectedFailuresText,
  type Judgement,
  judgeExpectations,
  parseExpectedFailures,
} from './expected-failures.js';
export { defaultOptions, type LinkOptions } from './link.js';
export { mergeReports } from './merge.js';
export { checkModel } from './model/check-model.js';
export { fitted, type Model, modelIn } from './model/model.js';
export { parseReport } from './parse-report.js';
export type { OracleFailure, OracleReport } from './report.js';
export { ctrfReport } from './reports/ctrf.js';
export { htmlReport } from './reports/html.js';
export { junitReport } from './reports/junit.js';
export { markdownReport } from './reports/markdown.js';
export { matrixFiles } from './reports/page/index.js';
export { summaryText } from './reports/summary.js';
export {
  functionsOfShard,
  isChecked,
  reportedRows,
  rowNames,
  rowsOfShard,
  spacesOf,
} from './rows.js';
export { Session } from './session.js';
export { smokeTest } from './smoke.js';
export { checkOverStdio } from './stdio.js';
