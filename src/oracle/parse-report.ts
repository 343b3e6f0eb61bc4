/** Reads reports from disk, which may be of another version, cut off, or edited: only a complete report is accepted. */
import { kinds, type OracleReport } from './report.js';
import { reportedRows } from './rows.js';

type Check = (json: unknown) => boolean;

const isText: Check = (json) => typeof json === 'string';
const isNumber: Check = (json) => typeof json === 'number';
const isRecord: Check = (json) => typeof json === 'object' && json !== null && !Array.isArray(json);
const isCount: Check = (json) => Number.isSafeInteger(json) && Number(json) >= 0;
const listOf =
  (check: Check): Check =>
  (json) =>
    Array.isArray(json) && json.every(check);
const recordOf =
  (check: Check): Check =>
  (json) =>
    isRecord(json) && Object.values(Object(json)).every(check);
const either =
  (...checks: readonly Check[]): Check =>
  (json) =>
    checks.some((check) => check(json));
const maybe = (check: Check): Check => either((json) => json === undefined, check);
const fields =
  (known: Readonly<Record<string, Check>>): Check =>
  (json) =>
    isRecord(json) && Object.entries(known).every(([name, check]) => check(Object(json)[name]));

const isNull: Check = (json) => json === null;
const isAnything: Check = (json) => json !== undefined;
const isCounts = fields(Object.fromEntries(kinds.map((kind) => [kind, isCount])));

const isFailure = fields({
  op: isText,
  law: isText,
  caseId: isText,
  case: isRecord,
  expected: isAnything,
  got: isAnything,
  tolerance: isAnything,
  entry: either(isNull, fields({ what: isText, index: listOf(isNumber) })),
  dependence: maybe(fields({ before: listOf(isRecord), ran: isCount })),
  why: maybe(isText),
  frames: maybe(listOf(fields({ file: isText, line: isCount, caller: either(isNull, isText) }))),
  traceback: maybe(isText),
  answers: maybe(listOf(fields({ by: isText, value: isAnything, supported: isAnything }))),
  misconception: either(isNull, isText),
  known: maybe(isText),
  replay: isText,
});

const parts: Readonly<Record<string, Check>> = {
  implementation: fields({
    name: isText,
    version: isText,
    language: isText,
    dtype: isText,
    mode: isText,
    limits: listOf(isText),
    functions: maybe(listOf(isText)),
  }),
  seed: isCount,
  asked: maybe(
    fields({
      package: isText,
      ops: either(isNull, listOf(isText)),
      functions: either(isNull, listOf(isText)),
      laws: listOf(isText),
      runs: isCount,
      plain: (json) => typeof json === 'boolean',
      kinks: either(isNull, isRecord),
      nondeterminism: either(isNull, isNumber),
      model: either(isNull, isText),
    }),
  ),
  shard: maybe(fields({ part: isCount, of: isCount })),
  brokeOff: maybe(isText),
  summary: isCounts,
  matrix: recordOf(recordOf(isCounts)),
  notRun: maybe(listOf(fields({ row: isText, lacks: isText, why: isText, cases: isCount }))),
  failures: listOf(isFailure),
  nondeterminism: maybe(
    fields({
      tolerance: either(isNumber, (json) => json === 'reordering'),
      runs: isCount,
      cases: isCount,
      varied: isCount,
      largest: isAnything,
    }),
  ),
};

/** @returns a sentence without its full stop if it is not a report */
export function parseReport(json: unknown): OracleReport | string {
  if (!isRecord(json)) return 'it is not an object';
  const found = Object(json) as Readonly<Record<string, unknown>>;
  if (found.version !== 1) return 'its version is not 1, the only one that this version of backproof reads';
  const wrong = Object.keys(parts).find((name) => parts[name]?.(found[name]) !== true);
  if (wrong !== undefined) return `its "${wrong}" is missing or incomplete`;
  const report = json as unknown as OracleReport;
  const known = [...reportedRows, ...(report.implementation.functions ?? [])];
  const unknown = Object.keys(report.matrix).find((row) => !known.includes(row));
  return unknown === undefined
    ? report
    : `its matrix has a row "${unknown}", which this version does not know`;
}
