/** The tables, for the terminal and docs/performance.md. */
import { table } from '../measure/numbers.js';
import type { Curve } from './curves.js';
import { pairsOf } from './ratios.js';
import { type Cell, type Row, samplesOf } from './rounds.js';
import { type Spread, spreadOf } from './spread.js';

export interface Memory {
  readonly title: string;
  readonly dtype: string;
  readonly subject: string;
  /** One per process. */
  readonly bytes: readonly number[];
}

export interface Results {
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly rows: readonly Row[];
  readonly memory: readonly Memory[];
  readonly curves: readonly Curve[];
}

const digits = (value: number): string =>
  value >= 100
    ? Math.round(value).toLocaleString('en')
    : value.toPrecision(Number(value.toPrecision(2)) < 1 ? 2 : 3);

/** `1,230 (1,200–1,260)`, in microseconds. */
const withSpread = ({ low, median, high }: Spread): string =>
  `${digits(median)} (${digits(low)}–${digits(high)})`;

const none = '–';

const subjectsOf = (rows: readonly Row[]): readonly string[] => [
  ...new Set(
    rows.flatMap(({ cells }) =>
      cells.flatMap((cell) => (samplesOf(cell).length === 0 ? [] : [cell.subject])),
    ),
  ),
];

const timeOf = (cell: Cell | undefined): string =>
  cell === undefined || samplesOf(cell).length === 0 ? none : withSpread(spreadOf(samplesOf(cell)));

export const timesTable = (rows: readonly Row[]): string => {
  const subjects = subjectsOf(rows);
  return table([
    ['µs', 'dtype', ...subjects],
    ...rows.map(({ title, dtype, cells }) => [
      title,
      dtype,
      ...subjects.map((name) => timeOf(cells.find(({ subject }) => subject === name))),
    ]),
  ]);
};

/** Ours in that mode, divided by each other subject. */
export function ratiosTable(rows: readonly Row[], mode: string): string | undefined {
  const pairs = rows.map((row) => ({ row, pairs: pairsOf(row).filter(({ ours }) => ours === mode) }));
  const others = [...new Set(pairs.flatMap(({ pairs }) => pairs.map(({ other }) => other)))];
  if (others.length === 0) return undefined;
  return table([
    [`${mode} ÷`, 'dtype', ...others],
    ...pairs.map(({ row, pairs }) => [
      row.title,
      row.dtype,
      ...others.map((name) => {
        const pair = pairs.find(({ other }) => other === name);
        return pair === undefined ? none : withSpread(pair.ratio);
      }),
    ]),
  ]);
}

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

/** A line for each program and dtype, a column for each subject. */
export function memoryTable(memory: readonly Memory[]): string {
  const subjects = [...new Set(memory.map(({ subject }) => subject))];
  const lines = new Map(memory.map(({ title, dtype }) => [`${title} ${dtype}`, { title, dtype }]));
  return table([
    ['MiB', 'dtype', ...subjects],
    ...[...lines.values()].map(({ title, dtype }) => [
      title,
      dtype,
      ...subjects.map((name) => {
        const found = memory.find(
          (each) => each.subject === name && each.title === title && each.dtype === dtype,
        );
        return found === undefined ? none : megabytes(spreadOf(found.bytes).median);
      }),
    ]),
  ]);
}

const curveTable = ({ grows, points }: Curve): string => {
  const subjects = subjectsOf(points);
  return table([
    [grows, ...subjects],
    ...points.map(({ size, cells }) => [
      size.toLocaleString('en'),
      ...subjects.map((name) => timeOf(cells.find(({ subject }) => subject === name))),
    ]),
  ]);
};

/** Who was left out of what, and why. */
function omissions(rows: readonly Row[]): readonly string[] {
  const why = new Map<string, string[]>();
  for (const { title, dtype, cells } of rows) {
    for (const { subject, samples } of cells) {
      if (!('skipped' in samples) || / has no /.test(samples.skipped)) continue;
      const key = `${subject}: ${samples.skipped}`;
      why.set(key, [...(why.get(key) ?? []), `${title}, ${dtype}`]);
    }
  }
  return [...why].map(([reason, where]) => `${reason} (${where.join('; ')})`);
}

const growth = (curves: readonly Curve[]): string => `## Growth

In float64. A subject whose run takes longer than a second is not asked for larger sizes.

![Time against size, one panel for each of the tables below](performance.svg)

${curves.map(curveTable).join('\n\n')}
`;

export const modes = ['eager', 'lazy', 'compile'] as const;

export function reportOf({ machine, versions, rounds, rows, memory, curves }: Results): string {
  const left = omissions([...rows, ...curves.flatMap(({ points }) => points)]);
  return `# Performance

Written by \`npm run bench\`. It needs the libraries of \`bench/engine\` (\`npm ci --prefix bench/engine\`) and PyTorch
(\`apt-get install python3-torch\`); HIPS autograd takes part where a copy of it is on PYTHONPATH.

Every subject runs in a process of its own for each program, warmed up, on one thread. In each of ${rounds} rounds, all take their turn; after every third, all begin anew.
Times are processor time of one run in microseconds: the median, and the quartiles in brackets. Only ratios mean something:
they are formed within a round. ${machine}; ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.

## Programs

- _Chain_: v ← 0.875·v + 0.125 again and again, by ops with a number where there are some; the sum, and the gradient of x.
- _Mixed chain_: v ← relu(v·y + x) − y again and again; the sum, and the gradients of x and y.
- _MLP_: relu(XW + b)W′ + b′, the sum of squared errors, and the gradients of the parameters only.
- _Adds_: x + y + y + … on one entry, and both gradients. _Concat_: the sum of squares, and all gradients.
- _Conv_: padding 1, the sum of squares, and both gradients. jax-js and PyTorch get their inputs with channels first.
- The rest is forward only, and its result is a new array: NumPy's and PyTorch's views are made contiguous.
- _Dense check_: ours against the Jacobian of the reference; PyTorch's gradcheck.

js-pytorch's relu is not zero below zero ([findings](findings.md)), but costs the same.
\`spec/bench/engine.spec.ts\` holds all subjects to our values and gradients.

## Ours ÷ others

${modes.flatMap((mode) => ratiosTable(rows, mode) ?? []).join('\n\n')}

## Times

${timesTable(rows)}

## Memory

What one run adds to the peak of a process that has run nothing else.

${memoryTable(memory)}

${curves.length === 0 ? '' : growth(curves)}${left.length === 0 ? '' : `\n## Left out\n\n${left.map((each) => `- ${each}`).join('\n')}\n`}`;
}
