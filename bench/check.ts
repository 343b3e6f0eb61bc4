/**
 * Microseconds of processor time that one check takes: our engine's gradient held against the reference, on the seven functions that gradient
 * checkers are compared on. `npm run bench:check [-- --json FILE]`. Where Debian's python3-torch is installed, its
 * gradcheck and gradgradcheck are timed in the same run, and HIPS autograd's check_grads where a copy of it is on
 * PYTHONPATH; the ratios are printed.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Case } from '../dist/case/case.js';
import type { Done } from '../dist/case/implementation.js';
import { outputTypes, type Program } from '../dist/case/program.js';
import { sizeOf } from '../dist/case/shape.js';
import { type TensorData, type TensorType, tensorData } from '../dist/case/tensor-data.js';
import type { Step } from '../dist/case/vocabulary.js';
import { engineImplementation } from '../dist/engine/index.js';
import {
  chainOf,
  directional,
  evaluationOf,
  planOf,
  pullback,
  secondOrder,
} from '../dist/reference/index.js';
import { compare } from '../dist/verify/tolerance.js';

type Mode = 'dense' | 'directional' | 'second-order';

interface Row {
  readonly function: string;
  readonly mode: Mode;
  readonly medianMicros: number;
}

const engine = engineImplementation();

const programOf = (shapes: readonly (readonly number[])[], steps: readonly Step[]): Program => ({
  inputs: shapes.map((shape) => ({ dtype: 'float64', shape })),
  steps,
  outputs: [shapes.length + steps.length - 1],
});

/** Three layers 4-5-4-2 on a batch of 3: 59 parameters. Inputs: x, then W and b of each layer. */
const mlp = programOf(
  [[3, 4], [4, 5], [5], [5, 4], [4], [4, 2], [2]],
  [
    { op: 'matmul', args: [0, 1] },
    { op: 'add', args: [7, 2] },
    { op: 'tanh', args: [8] },
    { op: 'matmul', args: [9, 3] },
    { op: 'add', args: [10, 4] },
    { op: 'tanh', args: [11] },
    { op: 'matmul', args: [12, 5] },
    { op: 'add', args: [13, 6] },
    { op: 'tanh', args: [14] },
  ],
);

const functions: readonly (readonly [string, Program])[] = [
  ['exp (3×4)', programOf([[3, 4]], [{ op: 'exp', args: [0] }])],
  ['add (3×4)+(4)', programOf([[3, 4], [4]], [{ op: 'add', args: [0, 1] }])],
  [
    'sum axis 1 of (2,3,4)',
    programOf([[2, 3, 4]], [{ op: 'summation', args: [0], axes: 1, keepdims: false }]),
  ],
  [
    'matmul (4×5)(5×3)',
    programOf(
      [
        [4, 5],
        [5, 3],
      ],
      [{ op: 'matmul', args: [0, 1] }],
    ),
  ],
  [
    'matmul (2,4,5)(5,3)',
    programOf(
      [
        [2, 4, 5],
        [5, 3],
      ],
      [{ op: 'matmul', args: [0, 1] }],
    ),
  ],
  ['logsumexp (3×4) axis 1', programOf([[3, 4]], [{ op: 'logsumexp', args: [0], axes: 1, keepdims: false }])],
  ['3-layer tanh MLP', mlp],
];

/** Numbers between -1 and 1 that follow no pattern a checker could profit from. */
const filled = ({ dtype, shape }: TensorType, salt: number): TensorData =>
  tensorData(
    dtype,
    shape,
    Array.from({ length: sizeOf(shape) }, (_, at) => Math.sin(12.9898 * (at + 1) + 78.233 * salt)),
  );

function caseOf(program: Program, order: 1 | 2): Case {
  const inputs = program.inputs.map((type, index) => filled(type, index));
  return {
    program,
    inputs,
    cotangents: [outputTypes(program).map((type) => filled(type, 17))],
    mode: 'eager',
    order,
    directions: order === 2 ? [program.inputs.map((type, index) => filled(type, 31 + index))] : [],
  };
}

const checks: Readonly<Record<Mode, (testCase: Case) => void>> = {
  dense({ program, inputs, cotangents, ...rest }) {
    const done = engine.run({ program, inputs, cotangents, ...rest }) as Done;
    const truths = pullback(chainOf(planOf(program), inputs), cotangents[0] ?? []);
    truths.forEach((truth, index) => {
      must(compare(truth, done.vjps[0]?.[index]?.data ?? [], 'float64').kind !== 'wrong');
    });
  },
  directional({ program, inputs, cotangents, ...rest }) {
    const done = engine.run({ program, inputs, cotangents, ...rest }) as Done;
    const direction = program.inputs.map((type, index) => filled(type, 47 + index).data);
    const forward = directional(evaluationOf(planOf(program), inputs), direction);
    const left = (cotangents[0]?.[0]?.data ?? []).reduce(
      (sum, entry, k) => sum + entry * (forward.value[k] as number),
      0,
    );
    const right = (done.vjps[0] ?? []).reduce(
      (sum, { data }, index) =>
        data.reduce((total, entry, at) => total + entry * (direction[index]?.[at] as number), sum),
      0,
    );
    must(Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left)));
  },
  'second-order'(testCase) {
    const done = engine.run(testCase) as Done;
    const chain = chainOf(planOf(testCase.program), testCase.inputs);
    const directions = (testCase.directions[0] ?? []).map(({ data }) => data);
    const truths = secondOrder(chain, testCase.cotangents[0] ?? [], directions) ?? [];
    truths.forEach((truth, index) => {
      must(compare(truth, done.seconds[0]?.[index]?.data ?? [], 'float64').kind !== 'wrong');
    });
  },
};

function must(agrees: boolean): void {
  if (!agrees) throw new Error('the engine and the reference disagree: there is nothing to time');
}

/** Processor time in microseconds, of all threads: others may use the machine, too. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** The median over batches, each long enough for the clock. */
function medianMicros(run: () => void): number {
  const batches = Array.from({ length: 21 }, () => {
    const start = processorTime();
    let count = 0;
    while (processorTime() - start < 20_000) {
      for (let i = 0; i < 16; i++) run();
      count += 16;
    }
    return (processorTime() - start) / count;
  });
  return batches.sort((a, b) => a - b)[10] as number;
}

type Timings = Readonly<Record<string, Readonly<Partial<Record<Mode, number>>>>>;

/** Another checker on the same functions, in microseconds; undefined where it is not installed. */
function timeOther(script: string): Timings | undefined {
  try {
    const path = join(dirname(fileURLToPath(import.meta.url)), script);
    return JSON.parse(
      execFileSync('/usr/bin/python3', [path], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return undefined;
  }
}

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const others = { torch: timeOther('check_torch.py'), HIPS: timeOther('check_hips.py') };
const rows: Row[] = [];
// All functions run first, so that the first one timed does not pay for compiling what they share.
for (const [, program] of functions) {
  for (const mode of Object.keys(checks) as Mode[]) {
    const testCase = caseOf(program, mode === 'second-order' ? 2 : 1);
    for (let i = 0; i < 500; i++) checks[mode](testCase);
  }
}
for (const [name, program] of functions) {
  for (const mode of Object.keys(checks) as Mode[]) {
    const testCase = caseOf(program, mode === 'second-order' ? 2 : 1);
    const micros = medianMicros(() => checks[mode](testCase));
    rows.push({ function: name, mode, medianMicros: Math.round(micros * 10) / 10 });
    const ratios = Object.entries(others).map(([checker, timings]) => {
      const theirs = timings?.[name]?.[mode];
      return theirs === undefined
        ? ''
        : `   ${checker} ${theirs.toFixed(0)} µs, ratio ${(micros / theirs).toFixed(3)}`;
    });
    console.log(
      `${name.padEnd(24)} ${mode.padEnd(13)} ${micros.toFixed(1).padStart(9)} µs${ratios.join('')}`,
    );
  }
}
if (others.torch === undefined)
  console.log('skipped: torch in the same run; install it with `apt-get install python3-torch`');
if (others.HIPS === undefined)
  console.log(
    'skipped: HIPS autograd in the same run; put a copy of it on PYTHONPATH, and `apt-get install python3-scipy`',
  );
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
