/** The findings of a run of the oracle, as data. Every report is made from this, and shards are merged from it. */

import type { Json } from '../case/json.js';
import type { Kinks } from '../case/kinks.js';
import type { DType } from '../case/tensor-data.js';
import type { Bias } from '../generate/index.js';
import type { Verdict } from '../verify/index.js';
import type { ThrownAt } from './frames.js';
import type { NotRun } from './not-run.js';
import type { About } from './protocol.js';
import type { Shard } from './rows.js';

export const kinds = ['agree', 'disagree', 'inconclusive', 'unsupported', 'crashed', 'timeout'] as const;
export type Kind = (typeof kinds)[number];

/** How often each verdict was given. */
export type Counts = Readonly<Record<Kind, number>>;

/** By row (an op, `programs`, or a function) and law. */
export type Matrix = Readonly<Record<string, Readonly<Record<string, Counts>>>>;

/** One of two answers of the implementation itself, which a law compared. */
export interface ReportedAnswer {
  /** How it was asked: `lazy`, `the second run`. */
  readonly by: string;
  readonly value: Json;
  /** Whether the reference supports it; null if it cannot tell. */
  readonly supported: boolean | null;
}

/** A law that was broken: the smallest case, and what it says. */
export interface OracleFailure extends ThrownAt {
  readonly op: string;
  /** The law's id. */
  readonly law: string;
  readonly caseId: string;
  /** The shrunk case: a Case, or, of a function, where it was asked. */
  readonly case: Json;
  /**
   * If two numbers disagree: the reference's number, and how far from it `got` may be. Null if there are no numbers,
   * or the reference has none.
   */
  readonly expected: Json;
  /** The number that came, or a sentence that says what came instead. */
  readonly got: Json;
  readonly tolerance: Json;
  /** Which number: `gradient of input a, for cotangent 1` and a multi-index. */
  readonly entry: { readonly what: string; readonly index: readonly number[] } | null;
  /** A further sentence from the law. */
  readonly why?: string;
  /** If a law compares two answers of the implementation, these; `tolerance` is how far apart they may be. */
  readonly answers?: readonly ReportedAnswer[];
  /**
   * If the case passes in a process of its own: the case after which it fails, if one is enough, and how many ran
   * before.
   */
  readonly dependence?: { readonly before: readonly Json[]; readonly ran: number };
  /** The name of a misconception that gives the same answers. */
  readonly misconception: string | null;
  /** The URL of the issue that reports it, if the case was therefore left as it was found: not shrunk, not named. */
  readonly known?: string;
  /** A command that runs the case again. */
  readonly replay: string;
}

/** What was checked. */
interface Subject extends About {
  readonly dtype: DType;
  readonly mode: string;
  /** Kinds of cases that its adapter cannot take, and that were therefore not checked. */
  readonly limits: readonly Bias[];
  /** The names of its functions, if it has any. */
  readonly functions?: readonly string[];
}

/** By how much the runs of one case differed, if the implementation may add up sums in any order. */
export interface Nondeterminism {
  /** By how much runs may differ: a fraction of an entry's size, or what another order of summation may change. */
  readonly tolerance: number | 'reordering';
  /** How often each case was run. */
  readonly runs: number;
  /** The number of cases run in this way, and the number of those with different runs. */
  readonly cases: number;
  readonly varied: number;
  /** The largest difference, as a fraction of an entry's size or of that bound: a number, or "Infinity". */
  readonly largest: Json;
  /** The row in which it was seen; null if no run differed. */
  readonly row: string | null;
}

/** What was asked for, and by which version: shards belong together only if all of it is the same. */
interface AskedFor {
  /** The version of this package. */
  readonly package: string;
  /** The rows named by `--ops`; null: all. */
  readonly ops: readonly string[] | null;
  /** The functions named by `--functions`; null: all. */
  readonly functions: readonly string[] | null;
  readonly laws: readonly string[];
  /** Cases per op. */
  readonly runs: number;
  /** Further options that change what is drawn or what is right. */
  readonly plain: boolean;
  readonly kinks: Kinks | null;
  readonly nondeterminism: number | null;
  /** The id of the model's case; null: cases are drawn. */
  readonly model: string | null;
}

/** The matrix of rows and laws, and every failure. */
export interface OracleReport {
  readonly version: 1;
  readonly implementation: Subject;
  readonly seed: number;
  /** Of a run of the command. */
  readonly asked?: AskedFor;
  /** Which part this is; none if it is the whole. */
  readonly shard?: Shard;
  /** Why the run ended before all rows were checked. */
  readonly brokeOff?: string;
  readonly summary: Counts;
  readonly matrix: Matrix;
  /** Why cases were not run, or not for every law. */
  readonly notRun?: readonly NotRun[];
  readonly failures: readonly OracleFailure[];
  /** If it was asked for. */
  readonly nondeterminism?: Nondeterminism;
}

export const noCounts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Counts;

const addCounts = (a: Counts, b: Counts): Counts =>
  Object.fromEntries(kinds.map((kind) => [kind, a[kind] + b[kind]])) as unknown as Counts;

export const sum = (counts: readonly Counts[]): Counts => counts.reduce(addCounts, noCounts);

/** The counts of all laws of all rows together. */
export const summarize = (matrix: Matrix): Counts =>
  sum(Object.values(matrix).flatMap(Object.values<Counts>));

/** Wrong shapes and the like are disagreements; what is not implemented is unsupported. */
export function kindOf({ kind }: Pick<Verdict, 'kind'>): Kind {
  if (kind === 'malformed') return 'disagree';
  return kind === 'not-implemented' ? 'unsupported' : kind;
}

/** Whether a law of a row was broken at all. */
export const isBroken = ({ disagree, crashed, timeout }: Counts): boolean => disagree + crashed + timeout > 0;
