/** The rows of functions: each on drawn inputs, until one breaks a law, which is shrunk. */
import { at } from '../case/at.js';
import { idOf } from '../case/case-id.js';
import type { Json } from '../case/json.js';
import type { FunctionVerdict } from '../functions/index.js';
import { fails, type Counts as VerdictCounts, verdictKinds } from '../verify/index.js';
import { encodeFunctionCase, type FunctionCase } from './function-case.js';
import type { FunctionEntry } from './function-kinds.js';
import { checkFunction, givenIn, judgeEntry } from './function-subject.js';
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
  /** Cases of earlier runs, by the function's name: they are asked first, and not shrunk. */
  readonly savedFunction: (name: string) => readonly FunctionCase[];
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
    const again = await replayed(session, entry, options);
    if (again.failure !== undefined) {
      rows.push(again);
      continue;
    }
    const report = await checkFunction(session.subject({ function: name }, givenIn(entry).names), entry, {
      runs,
      seed,
      laws: options.laws.map(({ id }) => id),
      onCase: (verdicts) => onCase(name, verdicts),
    });
    const counts = new Map([...report.counts].map(([law, own]) => [law, inKinds(own)]));
    for (const [law, before] of again.counts) counts.set(law, sum([before, counts.get(law) ?? noCounts]));
    rows.push({ name, counts, failure: failureOf(report, options) });
  }
  return rows;
}

/** The saved cases of a function, up to the first that fails. */
async function replayed(
  session: Session,
  entry: FunctionEntry,
  options: FunctionsOptions,
): Promise<FunctionRow> {
  const { name } = entry;
  const { names } = givenIn(entry);
  const laws = options.laws.map(({ id }) => id);
  const counts = new Map<string, Counts>();
  // A function may have changed since then.
  for (const saved of options.savedFunction(name).filter(({ inputs }) => fits(entry, inputs))) {
    const { inputs, cotangents } = saved;
    const verdicts = await judgeEntry(
      session.subject({ function: name }, names),
      entry,
      { inputs, cotangents },
      { names, laws },
    );
    options.onCase(name, verdicts);
    for (const { law, verdict } of verdicts)
      counts.set(law.id, sum([counts.get(law.id) ?? noCounts, { ...noCounts, [kindOf(verdict)]: 1 }]));
    const failing = verdicts.find(({ verdict }) => fails(verdict));
    if (failing === undefined) continue;
    const failure = failureOf(
      { name, names, failure: { ...failing, question: { inputs, cotangents } } },
      options,
    );
    return { name, counts, failure };
  }
  return { name, counts, failure: undefined };
}

const fits = ({ inputs: own }: FunctionEntry, inputs: FunctionCase['inputs']): boolean =>
  own.length === inputs.length &&
  own.every(({ shape, dtype = 'float64' }, n) => {
    const given = at(inputs, n);
    return dtype === given.dtype && shape.length === given.shape.length;
  });

/** Each verdict under the kind that the matrix counts it by. */
export const inKinds = (counts: VerdictCounts): Counts =>
  sum(verdictKinds.map((each) => ({ ...noCounts, [kindOf({ kind: each })]: counts[each] })));

interface Failed {
  readonly name: string;
  readonly node?: FunctionCase['node'];
  readonly names: readonly string[];
  readonly failure:
    | (FunctionVerdict & { readonly question: Pick<FunctionCase, 'inputs' | 'cotangents'> })
    | undefined;
}

export function failureOf(
  { name, node, names, failure }: Failed,
  { keepFunction }: Pick<FunctionsOptions, 'keepFunction'>,
): OracleFailure | undefined {
  if (failure === undefined) return undefined;
  const { law, verdict, question } = failure;
  const { inputs, cotangents } = question;
  const encoded = encodeFunctionCase({ function: name, ...(node && { node }), names, inputs, cotangents });
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
