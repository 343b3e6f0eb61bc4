/** Merges shards: the reports of parts of the rows become the report that one run would have given. */
import { together } from './nondeterminism.js';
import { type Matrix, noCounts, type OracleReport, sum, summarize } from './report.js';
import { reportedRows, stepsRow } from './rows.js';

/** @returns the whole report, or a sentence that says why these are not parts of one run. */
export function mergeReports(reports: readonly OracleReport[]): OracleReport | string {
  const [first] = reports;
  if (first === undefined) return 'there is nothing to merge';
  const rows = reports.flatMap(({ matrix }) => Object.keys(matrix));
  const twice = rows.find((row, index) => row !== stepsRow && rows.indexOf(row) !== index);
  if (twice !== undefined) return `the row "${twice}" is in more than one report`;
  for (const [index, report] of reports.entries()) {
    if (report.seed !== first.seed)
      return `report ${index + 1} has the seed ${report.seed}, not ${first.seed}`;
    if (JSON.stringify(report.implementation) !== JSON.stringify(first.implementation)) {
      return `report ${index + 1} is of ${report.implementation.name} ${report.implementation.version}, not of ${first.implementation.name} ${first.implementation.version}, or of another configuration of it`;
    }
  }
  const known = [...reportedRows, ...(first.implementation.functions ?? [])];
  const inOrder = known.filter((row) => rows.includes(row));
  const matrix = Object.fromEntries(
    inOrder.map((row) => [row, added(reports.map(({ matrix }) => matrix[row] ?? {}))]),
  );
  const all = inOrder.flatMap((row) =>
    reports.flatMap((each) => each.failures.filter(({ op }) => op === row)),
  );
  // Steps of a model that fail in two shards are often reduced to one case.
  const failures = all.filter(
    ({ op, law, caseId }, index) =>
      all.findIndex((other) => other.op === op && other.law === law && other.caseId === caseId) === index,
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

/** Shards share the steps of a model; every other row is in one of them. */
function added(parts: readonly Matrix[string][]): Matrix[string] {
  const laws = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  return Object.fromEntries(laws.map((law) => [law, sum(parts.map((part) => part[law] ?? noCounts))]));
}
