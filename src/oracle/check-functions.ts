/** The rows of functions: each on drawn inputs, until one breaks a law, which is shrunk. */
import { idOf } from '../case/case-id.js';
import type { Json } from '../case/json.js';
import type { FunctionReport, FunctionVerdict } from '../functions/index.js';
import { type Counts as VerdictCounts, verdictKinds } from '../verify/index.js';
import { encodeFunctionCase } from './function-case.js';
import type { FunctionEntry } from './function-kinds.js';
import { checkFunction, givenIn } from './function-subject.js';
import { type Counts, kindOf, noCounts, type OracleFailure, sum } from './report.js';
import { saidBy } from './said.js';
import type { Session } from './session.js';

export interface FunctionsOptions {
  readonly functions: readonly FunctionEntry[];
  /** The laws that are asked, by id. */
  readonly laws: readonly { readonly id: string }[];
  readonly runs: number;
  readonly seed: number;
  /** Keeps a counterexample; returns the command that runs it again. */
  readonly keepFunction: (name: string, id: string, json: Json) => string;
  readonly onCase: (row: string, verdicts: readonly FunctionVerdict[]) => void;
}

interface FunctionRow {
  readonly name: string;
  readonly counts: ReadonlyMap<string, Counts>;
  readonly failure: OracleFailure | undefined;
}

/** One row per function; none any more once the adapter has died too often. */
export async function checkFunctions(session: Session, options: FunctionsOptions): Promise<FunctionRow[]> {
  const { runs, seed, onCase } = options;
  const rows: FunctionRow[] = [];
  for (const entry of options.functions) {
    if (session.broken !== undefined) break;
    const { name } = entry;
    const report = await checkFunction(session.subject(name, givenIn(entry).names), entry, {
      runs,
      seed,
      laws: options.laws.map(({ id }) => id),
      onCase: (verdicts) => onCase(name, verdicts),
    });
    const counts = new Map([...report.counts].map(([law, own]) => [law, inKinds(own)]));
    rows.push({ name, counts, failure: failureOf(report, options) });
  }
  return rows;
}

/** Each verdict under the kind that the matrix counts it by. */
const inKinds = (counts: VerdictCounts): Counts =>
  sum(verdictKinds.map((each) => ({ ...noCounts, [kindOf({ kind: each })]: counts[each] })));

function failureOf(
  { name, names, failure }: FunctionReport,
  { keepFunction }: FunctionsOptions,
): OracleFailure | undefined {
  if (failure === undefined) return undefined;
  const { law, verdict, question } = failure;
  const { inputs, cotangents } = question;
  const encoded = encodeFunctionCase({ function: name, names, inputs, cotangents });
  const id = idOf(encoded);
  const replay = keepFunction(name, id, encoded);
  return {
    op: name,
    law: law.id,
    caseId: id,
    case: encoded,
    ...saidBy(verdict),
    misconception: null,
    replay,
  };
}
