/** Ours ÷ theirs: what is committed, and what has become worse. */
import { existsSync, readFileSync } from 'node:fs';
import type { Cell, Row } from './rounds.js';
import { ratioOf, type Spread } from './spread.js';

/** By row and pair, as in `chain of 100 elementwise ops on 3×4, float32: eager ÷ deepbox`. */
export type Ratios = Readonly<Record<string, Spread>>;

/** Ours with everyone else; lazy and compiled with eager; each with its earlier build. */
const compared = (ours: Cell, other: Cell): boolean =>
  ours.ours &&
  (!other.ours ||
    other.subject === `${ours.subject}, before` ||
    (other.subject === 'eager' && ours !== other)) &&
  !ours.subject.endsWith('before');

export interface Pair {
  readonly ours: string;
  readonly other: string;
  readonly ratio: Spread;
}

export const pairsOf = ({ cells }: Row): readonly Pair[] =>
  cells.flatMap((ours) =>
    cells.flatMap((other) => {
      if (!compared(ours, other) || 'skipped' in ours.samples || 'skipped' in other.samples) return [];
      const ratio = ratioOf(ours.samples, other.samples);
      return ratio === undefined ? [] : [{ ours: ours.subject, other: other.subject, ratio }];
    }),
  );

const rounded = ({ low, median, high }: Spread): Spread => {
  const digits = (value: number) => Number(value.toPrecision(3));
  return { low: digits(low), median: digits(median), high: digits(high) };
};

export const ratiosOf = (rows: readonly Row[]): Ratios =>
  Object.fromEntries(
    rows.flatMap((row) =>
      pairsOf(row).map(({ ours, other, ratio }) => [
        `${row.title}, ${row.dtype}: ${ours} ÷ ${other}`,
        rounded(ratio),
      ]),
    ),
  );

/** By how much a ratio may grow beyond its spread. */
const allowed = 0.2;

const relativeSpread = ({ low, median, high }: Spread): number => (high - low) / median;

export interface Regression {
  readonly what: string;
  readonly was: Spread;
  readonly is: Spread;
}

/** The ratios that are in both, and those of them that grew by more than their spread and a fifth. */
export function regressionsIn(
  committed: Ratios,
  measured: Ratios,
): { readonly compared: number; readonly regressions: readonly Regression[] } {
  const known = Object.entries(measured).flatMap(([what, is]) => {
    const was = committed[what];
    return was === undefined ? [] : [{ what, was, is }];
  });
  return {
    compared: known.length,
    regressions: known.filter(
      ({ was, is }) =>
        is.median / was.median - 1 > allowed + Math.max(relativeSpread(was), relativeSpread(is)),
    ),
  };
}

const file = new URL('ratios.json', import.meta.url);

export function committedRatios(): Ratios {
  if (!existsSync(file)) return {};
  const ratios: Ratios = JSON.parse(readFileSync(file, 'utf8'));
  return ratios;
}

export const ratiosFile = file.pathname;
