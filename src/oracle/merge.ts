/** Merges shards: the reports of parts of the rows become the report that one run would have given. */
import { at } from '../case/at.js';
import { together } from './nondeterminism.js';
import { allReasons, type NotRun } from './not-run.js';
import { type Matrix, noCounts, type OracleReport, sum, summarize } from './report.js';
import { reportedRows, type Shard } from './rows.js';

/**
 * @param names what the reports are called in complaints
 * @returns the whole report, or a sentence that says why these are not all the parts of one run
 */
export function mergeReports(
  reports: readonly OracleReport[],
  names: readonly string[] = reports.map((_, index) => `report ${index + 1}`),
): OracleReport | string {
  const [first] = reports;
  if (first === undefined) return 'there is nothing to merge';
  const problem = differenceIn(reports, names) ?? setProblem(reports, names);
  if (problem !== undefined) return problem;
  const { shard: _, ...about } = first;
  const rows = reports.flatMap(({ matrix }) => Object.keys(matrix));
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
  const brokeOff = reports.find((each) => each.brokeOff !== undefined)?.brokeOff;
  return {
    ...about,
    ...(brokeOff !== undefined && { brokeOff }),
    summary: summarize(matrix),
    matrix,
    ...(reports.some((each) => each.notRun) && { notRun: allReasonsInOrder(reports, inOrder) }),
    failures,
    ...(nondeterminism !== undefined && { nondeterminism }),
  };
}

/** As one run would have found them: row by row. */
const allReasonsInOrder = (reports: readonly OracleReport[], rows: readonly string[]): readonly NotRun[] => {
  const all = allReasons(reports.map(({ notRun }) => notRun));
  return rows.flatMap((row) => all.filter((each) => each.row === row));
};

/** What two of them do not have in common. */
function differenceIn(reports: readonly OracleReport[], names: readonly string[]): string | undefined {
  const first = at(reports, 0);
  for (const [index, report] of reports.entries()) {
    const name = at(names, index);
    if (report.seed !== first.seed) return `${name} has the seed ${report.seed}, not ${first.seed}`;
    if (JSON.stringify(report.implementation) !== JSON.stringify(first.implementation)) {
      return `${name} is of ${report.implementation.name} ${report.implementation.version}, not of ${first.implementation.name} ${first.implementation.version}, or of another configuration of it`;
    }
    const [what, own, other] = firstDifference({ ...report.asked }, { ...first.asked });
    if (what !== undefined)
      return `${name} was asked for other ${nouns[what] ?? what} than ${names[0]}: ${own}, not ${other}`;
  }
  return undefined;
}

/** The first field in which two objects differ, and both values as JSON. */
function firstDifference(own: Fields, other: Fields): readonly [what?: string, own?: string, other?: string] {
  const text = (fields: Fields, name: string) => JSON.stringify(fields[name]) ?? 'not said';
  const names = [...new Set([...Object.keys(own), ...Object.keys(other)])];
  const found = names.find((name) => text(own, name) !== text(other, name));
  return found === undefined ? [] : [found, text(own, found), text(other, found)];
}

type Fields = Readonly<Record<string, unknown>>;

const nouns: Readonly<Record<string, string>> = {
  package: 'versions of backproof',
  runs: 'numbers of cases',
  plain: 'views (--plain)',
  kinks: 'slopes on kinks',
  model: 'models',
};

/** Which shards are missing, or are none of this set. */
function setProblem(reports: readonly OracleReport[], names: readonly string[]): string | undefined {
  const shards = reports.map(({ shard }) => shard);
  const whole = shards.indexOf(undefined);
  if (whole !== -1)
    return shards.length === 1 ? undefined : `${names[whole]} does not say that it is one of several shards`;
  const seen = new Map<number, string>();
  const { of } = at(shards, 0) as Shard;
  for (const [index, shard] of (shards as readonly Shard[]).entries()) {
    const name = at(names, index);
    if (shard.of !== of) return `${name} is one of ${shard.of} shards, and ${names[0]} one of ${of}`;
    const other = seen.get(shard.part);
    if (other !== undefined) return `${other} and ${name} are both shard ${shard.part}/${of}`;
    seen.set(shard.part, name);
  }
  const missing = Array.from({ length: of }, (_, n) => n + 1).filter((part) => !seen.has(part));
  if (missing.length === 0) return undefined;
  const list = missing.map((part) => `${part}/${of}`).join(', ');
  return missing.length === 1 ? `shard ${list} is missing` : `shards ${list} are missing`;
}

/** Shards share the steps of a model; every other row is in one of them. */
function added(parts: readonly Matrix[string][]): Matrix[string] {
  const laws = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  return Object.fromEntries(laws.map((law) => [law, sum(parts.map((part) => part[law] ?? noCounts))]));
}
