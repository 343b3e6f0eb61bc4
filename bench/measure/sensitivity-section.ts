/** The page's account of the smallest mistake that is seen. */
import { type DType, unitRoundoff } from '../../src/case/tensor-data.js';
import { type OpName, opNames } from '../../src/case/vocabulary.js';
import { sum, table } from './numbers.js';
import type { Section } from './part.js';
import { entryCounts } from './sized-cases.js';

export const plantedError = { float64: 1e-10, float32: 1e-5 } as const satisfies Partial<
  Record<DType, number>
>;

export type Sensed = keyof typeof plantedError;
export const sensed: readonly Sensed[] = ['float64', 'float32'];

/** One planted mistake. Sizes are relative to the entry's value. */
export interface Planted {
  /** What rounding may cost a right implementation there: the entry is well conditioned if that is below the mistake. */
  readonly allowance: number;
  /** The size of the terms that make the entry up: large where they cancel. */
  readonly terms: number;
  /** The bound on the reference's own error, before settlement. */
  readonly error: number;
  /** Whether the law said so, or could not decide, or let it pass. */
  readonly verdict: 'caught' | 'undecided' | 'passed';
}

export interface Sensitivity {
  readonly op: OpName;
  readonly dtype: Sensed;
  readonly entries: number;
  readonly planted: readonly Planted[];
  /** Cases whose gradient has no entry but zeros (or, at a kink, no single right value): nothing to change. */
  readonly skipped: number;
}

export function sensitivitySection(results: readonly Sensitivity[]): Section {
  const planted = results.flatMap((each) => each.planted);
  const well = results.flatMap((result) => split(result).well);
  const ill = results.flatMap((result) => split(result).ill);
  const summary = { planted: planted.length, well: countsOf(well), ill: countsOf(ill) };
  const columns = sensed.flatMap((dtype) => entryCounts.map((entries) => ({ dtype, entries })));
  const cell = (op: string, column: (typeof columns)[number]) => {
    const found = results.find(
      (each) => each.op === op && each.dtype === column.dtype && each.entries === column.entries,
    );
    return found === undefined || found.planted.length === 0 ? 'none' : cellOf(found);
  };
  const markdown = `## Sensitivity

One entry of one gradient is off, by a relative ${plantedError.float64} in float64 and ${plantedError.float32} in float32: is it caught by the law
"vjp" alone? An entry is well conditioned where what rounding may cost a right implementation is less than that. Of ${well.length}
mistakes in well-conditioned entries ${caughtOf(well)} are caught; of ${ill.length} in others ${caughtOf(ill)}. ${sum(results.map(({ skipped }) => skipped))} cases have only gradients
of zero, which nothing relative can change.

A cell: caught of planted in well-conditioned entries, and, after a plus, in others.

${table([
  ['op', ...columns.map(({ dtype, entries }) => `${dtype}, ${entries}`)],
  ...opNames.map((op) => [op, ...columns.map((column) => cell(op, column))]),
])}

### Exceptions

Mistakes in well-conditioned entries that were missed, and how far the reference's own error reaches there, relative to
the entry's value. The law could not decide where settlement at 40 digits would cost too much; it let the others pass,
as the reference's error is small beside the terms that make the entry up, though not beside the entry.

${missTable(results)}

Where rounding may cost as much as the mistake: the worst entry of each op and size, relative to the entry's value.

${exceptionTable(results)}`;
  const findings = results.flatMap((result) => {
    const missed = missesOf(result).length;
    return missed === 0 ? [] : [`${nameOf(result)}: ${missed} mistakes in well-conditioned entries missed`];
  });
  return { summary, markdown, findings };
}

const caughtOf = (planted: readonly Planted[]): number =>
  planted.filter(({ verdict }) => verdict === 'caught').length;
const countsOf = (planted: readonly Planted[]) => ({ planted: planted.length, caught: caughtOf(planted) });
const nameOf = ({ op, dtype, entries }: Sensitivity): string => `${op}, ${dtype}, ${entries} entries`;

function split({ planted, dtype }: Sensitivity): { well: Planted[]; ill: Planted[] } {
  const isWell = ({ allowance }: Planted) => allowance < plantedError[dtype];
  return { well: planted.filter(isWell), ill: planted.filter((each) => !isWell(each)) };
}

function cellOf(result: Sensitivity): string {
  const { well, ill } = split(result);
  const rest = ill.length === 0 ? '' : ` + ${caughtOf(ill)}/${ill.length}`;
  return `${caughtOf(well)}/${well.length}${rest}`;
}

const missesOf = (result: Sensitivity): Planted[] =>
  split(result).well.filter(({ verdict }) => verdict !== 'caught');

function missTable(results: readonly Sensitivity[]): string {
  const rows = results.flatMap((result) => {
    const misses = missesOf(result);
    if (misses.length === 0) return [];
    const errors = misses.map(({ error }) => error);
    const reach = [Math.min(...errors), Math.max(...errors)]
      .map((error) => error.toPrecision(2))
      .join(' to ');
    const undecided = misses.filter(({ verdict }) => verdict === 'undecided').length;
    return [[nameOf(result), misses.length, undecided, reach]];
  });
  return rows.length === 0
    ? 'None.'
    : table([['where', 'missed', 'of these undecided', "reference's error"], ...rows]);
}

function exceptionTable(results: readonly Sensitivity[]): string {
  const rows = results.flatMap((result) => {
    const { ill } = split(result);
    const [worst] = [...ill].sort((a, b) => b.allowance - a.allowance);
    if (worst === undefined) return [];
    return [[nameOf(result), ill.length, worst.allowance.toPrecision(2), reasonOf(worst, result.dtype)]];
  });
  if (rows.length === 0) return 'None.';
  return table([['where', 'entries', 'rounding may cost', 'reason'], ...rows]);
}

/** The allowance has two factors: terms larger than their sum cancel, and each term is off by so many roundings. */
function reasonOf({ allowance, terms }: Planted, dtype: Sensed): string {
  const roundings = allowance / terms / unitRoundoff[dtype];
  const factors = `terms of ${terms.toPrecision(2)} times the entry, off by ${roundings.toPrecision(2)} roundings`;
  return terms > roundings
    ? `the terms cancel: ${factors}`
    : `a long sum, or a slope that changes with the rounding of its argument: ${factors}`;
}
