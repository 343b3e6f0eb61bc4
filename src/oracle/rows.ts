/**
 * The rows of the matrix: one per op, with cases of only that op; `programs`, whose cases wire several ops together;
 * and `edge-programs`, whose programs have a step without a derivative, or an infinite value.
 */
import fc from 'fast-check';
import type { Case } from '../case/case.js';
import type { Kinks } from '../case/kinks.js';
import type { DType } from '../case/tensor-data.js';
import { type OpName, opNames } from '../case/vocabulary.js';
import {
  deepChain,
  doublings,
  edgeCases,
  hasEdges,
  isPicking,
  type Long,
  laidOut,
  mayBeLong,
  mayRun,
  programCases,
  type Space,
  seldomShowsTail,
  singleOpCases,
  space,
  type Weighted,
  without,
} from '../generate/index.js';
import { isHalf } from '../reference/index.js';
import type { Session } from './session.js';

export const programsRow = 'programs';
export const edgesRow = 'edge-programs';

/** The names of all rows of drawn cases, in the order of every report. */
export const rowNames: readonly string[] = [...opNames, programsRow, edgesRow];

/** With `--model`: the whole of it, and its steps one by one. */
export const modelRow = 'model';
export const stepsRow = 'model-steps';

/** The rows that any report may have, besides functions. */
export const reportedRows: readonly string[] = [...rowNames, modelRow, stepsRow];

/** The value of `--shard`: which part, counted from 1, of how many. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

/** The rows of a shard. They are dealt out like cards, so that together the shards are the whole. */
export const rowsOfShard = (names: readonly string[], { part, of }: Shard): readonly string[] =>
  rowNames.filter((name, index) => names.includes(name) && index % of === part - 1);

/** Those of an adapter's functions that a shard has, dealt out behind the rows. */
export const functionsOfShard = <T>(functions: readonly T[], { part, of }: Shard): T[] =>
  functions.filter((_, index) => (rowNames.length + index) % of === part - 1);

/** The capabilities of an implementation that decide which cases it gets. */
export type Able = Pick<Session, 'ops' | 'broadcasts' | 'batchBroadcasts' | 'limits' | 'maxOrder'> &
  Partial<Pick<Session, 'roundsOnce'>>;

/** Whether the implementation has what the row is about. */
export const isChecked = (row: string, { ops, limits }: Pick<Able, 'ops' | 'limits'>): boolean => {
  if (row === edgesRow) return hasEdges({ ops, biases: without(...limits) });
  return ops.length > 0 && (row === programsRow || ops.includes(row as OpName));
};

/** How cases of an implementation are run. */
interface How {
  readonly dtype: DType;
  readonly mode: string;
  readonly kinks?: Kinks;
  /** The ops that may stand around the op of a row. */
  readonly wraps?: readonly OpName[];
  /** Whether some arrays do not lie row by row in memory. */
  readonly layouts?: boolean;
}

/** Cases to draw, and how many. */
export interface Draws {
  readonly cases: fc.Arbitrary<Case>;
  readonly runs: number;
}

/** Enough long cases to see a lost tail; more would take longer than all others together. */
const longRuns = 10;

/** Ops that seldom show a lost tail get so many times as many. */
const timesOfSeldom = 2;

/** What a row draws: its cases, then those with a long axis. */
export function drawsOf(row: string, able: Able, how: How, runs: number): Draws[] | undefined {
  const cases = casesOf(row, able, how);
  if (cases === undefined) return undefined;
  if (!drawsLong(row, able, how)) return [{ cases, runs }];
  const few = Math.min(longRuns, Math.floor(runs / 10));
  return [
    { cases, runs: runs - few },
    { cases: longCases(row, able, how, 'axis', 2), runs: seldomShowsTail(row) ? few * timesOfSeldom : few },
  ];
}

/** In half precision only what is rounded once: elsewhere rounding hides what a long sum has lost. */
const drawsLong = (row: string, { roundsOnce = [] }: Able, { dtype }: How): row is OpName =>
  isOfOneOp(row) && mayBeLong(row) && (!isHalf(dtype) || roundsOnce.includes(row));

const isOfOneOp = (row: string): row is OpName => row !== programsRow && row !== edgesRow;

/** Of first order: there are no Jacobians for the second. */
const longCases = (
  op: OpName,
  able: Able,
  { dtype, mode, kinks }: How,
  long: Long,
  cotangents: number,
): fc.Arbitrary<Case> => {
  const { space } = spacesOf(able, dtype, mode, kinks)[0] as Weighted;
  // Without axes, no run is gone along.
  const biases = long === 'run' || long === 'ties' ? without(...able.limits, 'no-axes') : space.biases;
  return singleOpCases(op, { ...space, biases, long, cotangents });
};

/** Of three cases of an op, one is of that op alone; where arrays can lie in memory as told, another is, with such arrays. */
const shares = { alone: 1, wrapped: 2, laidOut: 1 } as const;

/** Cases for a row; undefined if the implementation lacks the op. */
export function casesOf(
  row: string,
  able: Able,
  { dtype, mode, kinks, wraps = [], layouts = false }: How,
): fc.Arbitrary<Case> | undefined {
  if (!isChecked(row, able)) return undefined;
  const spaces = spacesOf(able, dtype, mode, kinks);
  // The laws that are asked at edges are of first order.
  if (row === edgesRow) return edgeCases((spaces[0] as Weighted).space);
  const drawn = spaces.flatMap(({ space: where, weight }) => {
    if (row === programsRow) return [{ arbitrary: programCases(where), weight }];
    const cases = (wraps: readonly OpName[]) => singleOpCases(row as OpName, { ...where, wraps });
    return [
      { arbitrary: cases([]), weight: weight * shares.alone },
      ...(wraps.length > 0 ? [{ arbitrary: cases(wraps), weight: weight * shares.wrapped }] : []),
      ...(layouts ? [{ arbitrary: laidOut(cases([])), weight: weight * shares.laidOut }] : []),
    ];
  });
  return fc.oneof(...drawn);
}

/** Spaces of cases that an implementation with these capabilities can run, and how often each is drawn from. */
export function spacesOf(able: Able, dtype: DType, mode: string, kinks?: Kinks): Weighted[] {
  const { ops, broadcasts, batchBroadcasts, limits, maxOrder } = able;
  const where = (order: 1 | 2): Space =>
    space({
      ops,
      dtype,
      mode,
      order,
      broadcasts,
      batchBroadcasts,
      biases: without(...limits),
      ...(kinks && { kinks }),
    });
  const second = maxOrder === 1 ? [] : [{ space: where(2), weight: 1 }];
  return [{ space: where(1), weight: 3 }, ...second];
}

/** How many cases a row draws, and from where. */
interface Sample {
  readonly runs: number;
  readonly seed: number;
}

const longsOf = (op: OpName): readonly Long[] => {
  if (!mayRun(op)) return ['array'];
  return isPicking(op) ? ['run', 'ties'] : ['array', 'run'];
};

/**
 * Of an op: an array that no grid of 65,536 covers, and of an op along runs one whose run none covers. Too large to shrink,
 * and to be run more than once.
 */
export function arrayCases(row: string, able: Able, how: How, { runs, seed }: Sample): Case[] {
  if (!drawsLong(row, able, how) || runs < 100) return [];
  return longsOf(row).flatMap((long) => fc.sample(longCases(row, able, how, long, 1), { numRuns: 1, seed }));
}

/**
 * With the programs, too large to shrink: deep enough to overflow a recursion, and with too many paths to visit each of
 * them.
 */
export function stressCases(row: string, { ops }: Pick<Able, 'ops'>, { dtype, mode }: How): Case[] {
  if (row !== programsRow || dtype !== 'float64') return [];
  return [
    ...(ops.includes('negate') ? [deepChain(2000)] : []),
    ...(ops.includes('add') ? [doublings(40)] : []),
  ].map((each) => ({ ...each, mode }));
}
