import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opNames } from '../../src/case/vocabulary.js';
import { run } from '../../src/cli/main.js';
import type { OracleReport } from '../../src/oracle/index.js';
import { inOwnFolder } from '../cli/in-own-folder.js';

const home = process.cwd();
const engine = [join(home, 'node_modules/.bin/tsx'), resolve('adapters/javascript/backproof-engine.ts')];
const python = process.env.BACKPROOF_PYTHON ?? '/usr/bin/python3';
inOwnFolder();

async function oracle(command: readonly string[], ...options: readonly string[]) {
  const out: string[] = [];
  const print = { log: (text: string) => out.push(text), error: (text: string) => out.push(text) };
  // What libraries are known to get wrong is listed for ops alone.
  const asked = ['--plain', '--runs', '20', '--validate', '--format', 'json', ...options];
  const code = await run(['oracle', ...asked, '--', ...command], print);
  return { code, out: out.join('\n') };
}

const reportOf = async (command: readonly string[], ...options: readonly string[]): Promise<OracleReport> =>
  JSON.parse((await oracle(command, ...options)).out) as OracleReport;

describe.each(['float64', 'float32'])('in %s', (dtype) => {
  it('our own engine agrees with the reference over the wire, every op and mode', async () => {
    // Whether its numbers are right, verify/engine.spec.ts asks of more cases.
    const { summary, failures, matrix } = await reportOf(engine, '--dtype', dtype, '--runs', '10');
    expect(failures).toEqual([]);
    expect(summary).toMatchObject({ disagree: 0, unsupported: 0, crashed: 0, timeout: 0 });
    expect(matrix.programs?.modes?.agree).toBeGreaterThan(0);
  });
});

it('our own engine agrees in bfloat16, too, over the wire', async () => {
  const few = ['--ops', 'matmul', '--runs', '3'];
  const { summary, implementation } = await reportOf(engine, '--dtype', 'bfloat16', ...few);
  expect(implementation.dtype).toBe('bfloat16');
  expect(summary).toMatchObject({ disagree: 0, inconclusive: 0, unsupported: 0, crashed: 0 });
});

it.skipIf(!imports('torch'))(
  'PyTorch lacks some ops in float16: they are unsupported, not crashed',
  async () => {
    const adapter = [python, join(home, 'adapters/python/torch_adapter.py')];
    const few = ['--ops', 'exp,negate', '--runs', '3'];
    const { summary, matrix } = await reportOf(adapter, '--dtype', 'float16', ...few);
    expect(summary).toMatchObject({ disagree: 0, crashed: 0 });
    expect(matrix.exp?.value?.unsupported).toBe(3);
    expect(matrix.negate?.vjp?.agree).toBe(3);
  },
);

interface Library {
  readonly name: string;
  readonly language: 'javascript' | 'python';
  readonly installed: boolean;
  readonly needs: string;
  readonly options?: readonly string[];
  /** What follows the adapter's file, such as the path of a checkout. */
  readonly args?: readonly string[];
  /** Into how many tests its rows are dealt: one test must end within its time on a busy machine. */
  readonly parts?: number;
}

const onNpm = (name: string, installedAs = name, more: Pick<Library, 'options' | 'parts'> = {}): Library => ({
  name,
  language: 'javascript',
  installed: existsSync(join(home, 'adapters/javascript/node_modules', installedAs)),
  needs: 'npm ci in adapters/javascript',
  ...more,
});

const libraries: readonly Library[] = [
  // With the saved cases, few drawn ones break each law that is expected to be broken.
  onNpm('tfjs', '@tensorflow/tfjs', { options: ['--runs', '4'] }),
  // It takes a while for every program, and its many failures are each compared with known mistakes.
  onNpm('jax-js', '@jax-js/jax', { options: ['--runs', '3'], parts: 3 }),
  onNpm('deepbox', 'deepbox', { options: ['--runs', '8'] }),
  onNpm('js-pytorch', 'js-pytorch', { options: ['--runs', '8'] }),
  {
    name: 'torch',
    language: 'python',
    installed: imports('torch'),
    needs: 'apt install python3-torch',
    options: ['--runs', '8'],
  },
  { name: 'hips', language: 'python', installed: imports('autograd'), needs: 'pip install autograd' },
  {
    name: 'tinytorch',
    language: 'python',
    installed: process.env.BACKPROOF_TINYTORCH !== undefined,
    needs: 'BACKPROOF_TINYTORCH, the path of a checkout of 0.1.10, and the folder of its modules',
    args: process.env.BACKPROOF_TINYTORCH?.split(' ') ?? [],
    options: ['--runs', '8'],
  },
];

describe.each(libraries)(
  '$name (needs: $needs)',
  ({ name, language, installed, options = [], args = [], parts = 1 }) => {
    const adapters = join(home, 'adapters', language);
    const command =
      language === 'javascript'
        ? [process.execPath, join(adapters, `${name}.mjs`)]
        : [python, join(adapters, `${name}_adapter.py`), ...args];

    // Programs fail wherever one of their ops does: the rows of the ops say more.
    const shards = Array.from({ length: parts }, (_, index) => `${index + 1}/${parts}`);
    it.skipIf(!installed).each(shards)(
      'part %s disagrees as docs/findings.md says, and nowhere else',
      async (shard) => {
        cpSync(join(home, 'docs/findings', name), name, { recursive: true });
        const list = join(adapters, `${name}.expected.json`);
        // They were shrunk when they were written down; each would be run again in a fresh process.
        const known = ['--corpus', name, '--expected-failures', list, '--leave-expected'];
        const rows = ['--ops', opNames.join(','), '--shard', shard];
        const { code, out } = await oracle(command, ...rows, ...known, ...options);
        expect(code, out).toBe(0);
        expect((JSON.parse(out) as OracleReport).summary.agree).toBeGreaterThan(0);
      },
    );
  },
);

describe.each([
  ['jax', imports('jax'), 'pip install jax', ['--ops', 'add,matmul', '--runs', '2']],
  ['tinygrad', imports('tinygrad'), 'pip install tinygrad', ['--ops', 'add,matmul', '--runs', '2']],
  ['micrograd', process.env.BACKPROOF_MICROGRAD, 'BACKPROOF_MICROGRAD, the path of a checkout', []],
  ['minitorch', process.env.BACKPROOF_MINITORCH, 'BACKPROOF_MINITORCH, the path of a checkout', []],
  ['needle', process.env.BACKPROOF_NEEDLE, 'BACKPROOF_NEEDLE, the path of a checkout', []],
] as const)('%s', (name, found, needs, options) => {
  it.skipIf(!found)(`speaks the protocol (needs: ${needs})`, async () => {
    const adapter = join(home, `adapters/python/${name}_adapter.py`);
    const command = [python, adapter, ...(typeof found === 'string' ? [found] : [])];
    const { code, out } = await oracle(command, ...options);
    expect(code, out).toBeLessThanOrEqual(1);
    expect((JSON.parse(out) as OracleReport).summary.agree).toBeGreaterThan(0);
  });
});

it.skipIf(!imports('torch'))('the adapter in docs/adapters.md agrees, too', async () => {
  const [, code = ''] =
    /```python\n(import torch\n.*?)```/s.exec(readFileSync(join(home, 'docs/adapters.md'), 'utf8')) ?? [];
  copyFileSync(join(home, 'adapters/python/backproof_adapter.py'), 'backproof_adapter.py');
  writeFileSync('documented.py', code);
  const { failures, summary } = await reportOf([python, 'documented.py']);
  expect(failures).toEqual([]);
  expect(summary.agree).toBeGreaterThan(0);
});

function imports(module: string): boolean {
  try {
    execFileSync(python, ['-c', `import ${module}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
