/** The whole matrix: every row of an implementation, one after the other. */
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Kinks } from '../case/kinks.js';
import type { DType } from '../case/tensor-data.js';
import type { Dependence, Law, LawVerdict } from '../verify/index.js';
import { beyond } from './beyond.js';
import { checkFunctions, type FunctionsOptions } from './check-functions.js';
import { checkRow } from './check-row.js';
import { failureOf } from './found.js';
import { inOrder } from './law-order.js';
import { Measured } from './nondeterminism.js';
import { Reasons } from './not-run.js';
import { recognize } from './recognize.js';
import { type Counts, noCounts, type OracleFailure, type OracleReport, summarize } from './report.js';
import { arrayCases, drawsOf, edgesRow, programsRow, stressCases } from './rows.js';
import type { Session } from './session.js';
import { soundWraps } from './wraps.js';

type Judged = Pick<LawVerdict, 'verdict'>;

export interface OracleOptions {
  /** The functions that are checked beside the rows. Default: none. */
  readonly functions?: Pick<FunctionsOptions, 'functions' | 'keepFunction' | 'savedFunction'>;
  readonly rows: readonly string[];
  readonly laws: readonly Law[];
  readonly runs: number;
  readonly seed: number;
  readonly dtype: DType;
  /** The mode that cases are run in; the law of modes compares it with the others. */
  readonly mode: string;
  /** The only slopes that count as right on kinks. */
  readonly kinks?: Kinks;
  /**
   * By how much runs of the same case may differ, as a fraction of an entry's size. Default: as another order of
   * summation may change them, if the implementation says that it is nondeterministic, else not at all.
   */
  readonly nondeterminism?: number;
  /** Whether the op of a row is also checked with views and other steps around it. */
  readonly views?: boolean;
  /** Cases of earlier runs, by row. */
  readonly saved: (row: string) => readonly Case[];
  /** Keeps a counterexample; returns the command that runs it again. */
  readonly keep: (row: string, law: string, testCase: Case, dependence?: Dependence) => string;
  /** The issue that reports a failure of an op's row: it is left as it was found. Default: none is. */
  readonly issueOf?: (row: string, law: string) => string | undefined;
  /** Whether an expected failure of an op's row is one of a cause: others are then looked for beside it. Default: none is. */
  readonly isOfCause?: (row: string, law: string) => boolean;
  /** Called after every judged case. */
  readonly onCase: (row: string, verdicts: readonly Judged[]) => void;
  /** Called when a row is abandoned because the adapter died twice on its cases. */
  readonly onLeft: (row: string) => void;
}

/**
 * Checks an implementation against the laws, row by row. If the adapter dies too often, the finished part is reported.
 */
export async function checkImplementation(session: Session, options: OracleOptions): Promise<OracleReport> {
  const matrix: Record<string, Record<string, Counts>> = {};
  const failures: OracleFailure[] = [];
  const reasons = new Reasons();
  const tolerance = options.nondeterminism ?? (session.nondeterministic ? 'reordering' : undefined);
  const measured = tolerance === undefined ? undefined : new Measured(tolerance);
  const wraps = options.views ? await soundWraps(session, options.dtype, options.mode) : [];
  const layouts = options.views === true && session.layouts;
  for (const row of options.rows) {
    const draws = drawsOf(row, session, { ...options, wraps, layouts }, options.runs);
    if (draws === undefined) {
      matrix[row] = { value: { ...noCounts, unsupported: options.runs } };
      reasons.add(row, lackOf(row), 'op', options.runs);
      continue;
    }
    // Implementations share a corpus, and not each can run all of it.
    const known = options.saved(row).filter((each) => beyond(session, each) === undefined);
    const saved = [...known, ...stressCases(row, session, options)];
    const large = arrayCases(row, session, options, options);
    const onCase = (verdicts: readonly LawVerdict[], testCase: Case) => {
      reasons.note(row, verdicts, testCase, session.modes);
      options.onCase(row, verdicts);
    };
    const onLeft = () => options.onLeft(row);
    const laws = measured?.lawsFor(row, options.laws) ?? options.laws;
    const issueOf = ({ id }: Law) => options.issueOf?.(row, id);
    const result = await checkRow(session, {
      ...options,
      laws,
      draws,
      saved,
      large,
      issueOf,
      toldApart: ({ id }) => options.isOfCause?.(row, id) ?? false,
      onCase,
      onLeft,
    });
    matrix[row] = inOrder(result.counts);
    for (const broken of result.broken) {
      const name =
        broken.known === undefined ? await recognize(session, broken, at(draws, 0).cases) : undefined;
      failures.push(
        failureOf(row, broken, name, options.keep(row, broken.law.id, broken.testCase, broken.dependence)),
      );
    }
    if (session.broken !== undefined) break;
  }
  for (const { name, counts, failure } of await functionRows(session, options, reasons)) {
    matrix[name] = inOrder(counts);
    if (failure !== undefined) failures.push(failure);
  }
  const { dtype, mode } = options;
  const functions = session.functions.map(({ name }) => name);
  const implementation = {
    ...session.about.implementation,
    dtype,
    mode,
    limits: session.limits,
    ...(functions.length > 0 && { functions }),
  };
  const summary = summarize(matrix);
  const report = {
    version: 1,
    implementation,
    seed: options.seed,
    summary,
    matrix,
    notRun: reasons.list,
    failures,
  } as const;
  return measured === undefined ? report : { ...report, nondeterminism: measured.found };
}

/** Of an op, that it is not there; the other rows are of several. */
const lackOf = (row: string): string =>
  row === programsRow || row === edgesRow
    ? 'the adapter lacks ops that such programs are made of'
    : 'the adapter lacks the op';

const functionRows = (session: Session, { functions, ...options }: OracleOptions, reasons: Reasons) =>
  functions === undefined
    ? []
    : checkFunctions(session, {
        ...options,
        ...functions,
        onCase: (row, verdicts) => {
          reasons.note(row, verdicts);
          options.onCase(row, verdicts);
        },
      });
