/**
 * Fused kernels in bfloat16, which accumulate in float32: how often right ones are blamed, and which planted mistakes are
 * caught, by the oracle and by the check of kernel suites on the same cases. `npm run bench:kernels [-- CASES SEED]` prints
 * docs/kernels.md.
 */
import { execFileSync } from 'node:child_process';
import type { Session } from '../src/oracle/index.js';
import { isKernel, type KernelName, kernelCases, kernelNames } from './kernels/cases.js';
import { type Judged, judgedCases, openKernels, openReference, python } from './kernels/judged.js';
import { type Mistake, mistakesOf } from './kernels/mistakes.js';
import { table } from './measure/numbers.js';

const [cases = 10_000, seed = 1] = process.argv.slice(2).map(Number);
const runs = 100;

try {
  execFileSync(python, ['-c', 'import numpy, torch'], { stdio: 'ignore' });
} catch {
  console.error(
    `${python} has no NumPy or no PyTorch, with which the kernels are computed and compared. ` +
      'Install them (apt-get install python3-torch), or name another interpreter: BACKPROOF_PYTHON=/path/to/python3.',
  );
  process.exit(3);
}

const count = (judged: readonly Judged[], holds: (each: Judged) => boolean): number =>
  judged.filter(holds).length;

interface Right {
  /** Those that the mistakes get, too. */
  readonly asked: readonly Judged[];
  readonly further: readonly Judged[];
}

/** The right kernels. */
async function right(reference: Session): Promise<Map<KernelName, Right>> {
  const session = await openKernels();
  const all = new Map<KernelName, Right>();
  const each = Math.max(runs, Math.ceil(cases / kernelNames.length));
  for (const name of kernelNames) {
    const judged = (runs: number, seed: number) =>
      judgedCases(kernelCases(name, session, { runs, seed }), session, reference);
    const own = { asked: await judged(runs, seed), further: await judged(each - runs, seed + 1) };
    all.set(name, own);
    const blamed = [...own.asked, ...own.further].find(({ broken }) => broken.length > 0);
    if (blamed) console.error(name, blamed.broken, JSON.stringify(blamed.testCase));
  }
  await session.stop();
  return all;
}

interface Row {
  readonly mistake: Mistake;
  readonly cases: number;
  readonly oracle: number;
  /** Where the right kernel passes: elsewhere the check tells nothing apart. */
  readonly allclose: number;
  readonly laws: readonly string[];
}

async function planted(mistake: Mistake, beside: readonly Judged[], reference: Session): Promise<Row> {
  const session = await openKernels(mistake.name);
  const judged = await judgedCases(
    beside.map(({ testCase }) => testCase),
    session,
    reference,
  );
  await session.stop();
  return {
    mistake,
    cases: judged.length,
    oracle: count(judged, ({ broken }) => broken.length > 0),
    allclose: judged.filter(({ allclose }, index) => !allclose && beside[index]?.allclose).length,
    laws: [...new Set(judged.flatMap(({ broken }) => broken))],
  };
}

const reference = await openReference();
const kernels = await right(reference);
const judged = [...kernels].map(([name, { asked, further }]) => [name, [...asked, ...further]] as const);
const rows: Row[] = [];
for (const mistake of mistakesOf(python)) {
  if (!isKernel(mistake.kernel)) throw new Error(`mistakes.py has ${mistake.kernel}, and cases.ts has not`);
  rows.push(await planted(mistake, kernels.get(mistake.kernel)?.asked ?? [], reference));
}
await reference.stop();

const all = judged.flatMap(([, of]) => of);
const caught = (part: 'oracle' | 'allclose') => rows.filter((row) => row[part] > 0).length;
const missedBy = (part: 'oracle' | 'allclose'): string =>
  rows.flatMap((row) => (row[part] > 0 ? [] : [row.mistake.name])).join(', ') || 'none';

const seldom =
  rows.flatMap(({ oracle, mistake }) => (oracle === 1 || oracle === 2 ? [mistake.name] : [])).join(', ') ||
  'none';

console.log(`# Fused kernels in bfloat16

Written by \`npm run -s bench:kernels -- ${cases} ${seed} > docs/kernels.md\`, then \`npm run format\`. It needs PyTorch and NumPy.

\`bench/kernels\` has kernels as kernel suites write them, in NumPy: backward formulas by hand, computed in float32, and rounded
to bfloat16 once. Each is judged by the oracle on the cases of its row; a kernel that fuses two steps, such as silu and multiply,
on those of the later step, with the earlier one before it. Beside it stands the check of kernel suites on the very same
cases: \`torch.allclose\` with atol = rtol = 1e-2, against PyTorch's autograd in float32. The adapter names the ops that it
[rounds once](tolerance.md#float16-and-bfloat16); softmax, logsoftmax and attention, which keep their rounded outputs for the
way back, are not among them.

## Right kernels

${table([
  ['kernel', 'cases', 'blamed', 'undecided', 'blamed at 1e-2'],
  ...[...judged, ['all', all] as const].map(([name, of]) => [
    name,
    of.length,
    count(of, ({ broken }) => broken.length > 0),
    count(of, ({ undecided }) => undecided),
    count(of, ({ allclose }) => !allclose),
  ]),
])}

## Planted mistakes

Each gets the cases of a row at the default of ${runs} runs. A cell says in how many it is caught: by the oracle, and at 1e-2 where
the right kernel passes, as elsewhere that check tells nothing apart.

${table([
  ['mistake', 'kernel', 'cases', 'oracle', '1e-2', 'what is wrong', 'laws'],
  ...rows.map(({ mistake: { name, kernel, says }, cases, oracle, allclose, laws }) => [
    name,
    kernel,
    cases,
    oracle,
    allclose,
    says,
    laws.join(', '),
  ]),
])}

${table([
  ['of these', 'caught', 'missed'],
  ['by the oracle', `${caught('oracle')} of ${rows.length}`, missedBy('oracle')],
  ['at 1e-2', `${caught('allclose')} of ${rows.length}`, missedBy('allclose')],
])}

Caught by the oracle in one or two cases alone, so that another seed may miss them: ${seldom}.`);
