/** Who is timed, each in a process of its own: our engine in its modes, loops by hand, and the other libraries. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { DType } from '../../src/case/tensor-data.js';

export const room = new URL('.', import.meta.url).pathname;
const python = process.env.BACKPROOF_PYTHON ?? '/usr/bin/python3';

export interface Subject {
  readonly name: string;
  /** Ours are compared with all others, and with each other. */
  readonly ours: boolean;
  readonly command: readonly string[];
  readonly dtypes: readonly DType[];
  /** Whether one process may run many programs: nothing is compiled there for those that it ran before. */
  readonly reusable: boolean;
  /** Why it cannot be timed here, and what to install; undefined when it can. */
  readonly lacks: () => string | undefined;
}

const node = (file: string, ...args: readonly string[]): readonly string[] => [
  process.execPath,
  `${room}subjects/${file}`,
  ...args,
];

const present = () => undefined;
const both = ['float32', 'float64'] as const;

const ours = (mode: string, ...dist: readonly string[]): Subject => ({
  name: dist.length > 0 ? `${mode}, before` : mode,
  ours: true,
  command: node('ours.mjs', mode, ...dist),
  dtypes: both,
  reusable: false,
  lacks: present,
});

const library = (
  name: string,
  packages: readonly string[],
  dtypes: readonly DType[],
  command: readonly string[],
): Subject => ({
  name,
  ours: false,
  command,
  dtypes,
  reusable: false,
  lacks: () => {
    const gone = packages.find((each) => !existsSync(`${room}node_modules/${each}/package.json`));
    return gone === undefined ? undefined : `${gone} is not installed: npm ci --prefix bench/engine`;
  },
});

const inPython = (name: string, module: string, file: string, install: string): Subject => ({
  name,
  ours: false,
  command: [python, '-B', `${room}subjects/${file}`],
  dtypes: both,
  reusable: true,
  lacks: () =>
    spawnSync(python, ['-c', `import numpy, ${module}`], { stdio: 'ignore' }).status === 0
      ? undefined
      : `${python} has no ${module}: ${install}, or name another interpreter with BACKPROOF_PYTHON`,
});

const tfjs = '@tensorflow/tfjs';

export const subjects: readonly Subject[] = [
  ours('eager'),
  ours('lazy'),
  ours('compile'),
  library('by hand', [], both, node('hand.mjs')),
  library('deepbox', ['deepbox'], both, node('deepbox.mjs')),
  library('jax-js wasm', ['@jax-js/jax'], both, node('jax-js.mjs', 'wasm')),
  library('tfjs wasm', [tfjs, `${tfjs}-backend-wasm`], ['float32'], node('tfjs.mjs', 'wasm')),
  library('tfjs cpu', [tfjs], ['float32'], node('tfjs.mjs', 'cpu')),
  library('js-pytorch', ['js-pytorch'], ['float64'], node('js-pytorch.mjs')),
  inPython('torch', 'torch', 'torch_subject.py', 'apt-get install python3-torch'),
  inPython('HIPS', 'autograd', 'hips_subject.py', 'put a copy of autograd on PYTHONPATH'),
];

/** Another build of ours, for which changes are compared in one run. @param dist its dist folder */
export const before = (dist: string): readonly Subject[] =>
  ['eager', 'lazy', 'compile'].map((mode) => ours(mode, dist));
