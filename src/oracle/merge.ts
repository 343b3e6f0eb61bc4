/** Merges shards: the reports of parts of the rows become the report that one run would have given. */
import { together } from './nondeterminism.js';
import type { OracleReport } from './report.js';
import { summarize } from './report.js';
import { rowNames } from './rows.js';

/** @returns the whole report, or a sentence that says why these are not parts of one run. */
export function mergeReports(reports: readonly OracleReport[]): OracleReport | string {
  const [first] = reports;
  if (first === undefined) return 'there is nothing to merge';
  const rows = reports.flatMap(({ matrix }) => Object.keys(matrix));
  const twice = rows.find((row, index) => rows.indexOf(row) !== index);
  if (twice !== undefined) return `the row "${twice}" is in more than one report`;
  for (const [index, report] of reports.entries()) {
    if (report.seed !== first.seed)
      return `report ${index + 1} has the seed ${report.seed}, not ${first.seed}`;
    if (JSON.stringify(report.implementation) !== JSON.stringify(first.implementation)) {
      return `report ${index + 1} is of ${report.implementation.name} ${report.implementation.version}, not of ${first.implementation.name} ${first.implementation.version}, or of another configuration of it`;
    }
  }
  const known = [...rowNames, ...(first.implementation.functions ?? [])];
  const inOrder = known.filter((row) => rows.includes(row));
  const matrix = Object.fromEntries(
    inOrder.map((row) => [row, reports.find((report) => row in report.matrix)?.matrix[row] ?? {}]),
  );
  const failures = inOrder.flatMap((row) =>
    reports.flatMap((each) => each.failures.filter(({ op }) => op === row)),
  );
  const nondeterminism = together(reports.map((each) => each.nondeterminism));
  return {
    ...first,
    summary: summarize(matrix),
    matrix,
    failures,
    ...(nondeterminism !== undefined && { nondeterminism }),
  };
}
