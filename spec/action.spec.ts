import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const action = readFileSync('action.yml', 'utf8');
const script = resolve('scripts/action.sh');
const hello = `node '${resolve('adapters/hello/hello.mjs')}'`;
const wrong = `node '${resolve('spec/fixtures/broken-adapters/adapters.mjs')}' wrong-gradients`;
const broken = `node '${resolve('spec/fixtures/broken-adapters/adapters.mjs')}' non-json`;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'action-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The action's second step, with its inputs as a workflow would set them. */
function step(inputs: Readonly<Record<string, string>>, reports = 'reports') {
  const defaults = { COMMAND: '', OPTIONS: '', SHARD: '1/1', MERGE: '', REPORTS: reports };
  const summary = join(folder, `${reports}-summary.md`);
  const env = {
    ...process.env,
    BACKPROOF: resolve('.'),
    GITHUB_STEP_SUMMARY: summary,
    ...defaults,
    ...inputs,
  };
  const { status } = spawnSync(script, { cwd: folder, env, stdio: 'ignore' });
  return { status, summary };
}

describe('the GitHub Action', () => {
  it('gives its script every variable that it reads', () => {
    const read = new Set(
      [...readFileSync(script, 'utf8').matchAll(/\$\{?([A-Z]+)\b/g)].map(([, name]) => name),
    );
    read.delete('PYTHONPATH');
    for (const name of read) expect(action).toContain(`${name}: \${{ `);
  });

  it('checks, and puts the matrix in the job summary', () => {
    const { status, summary } = step({ COMMAND: hello, OPTIONS: "--runs 5 --ops 'add,negate'" });
    expect(status).toBe(0);
    expect(readFileSync(summary, 'utf8')).toMatch(/^## Backproof: hello 1\n[\s\S]*\| add \| ✓ 5 \|/);
  });

  it('checks in shards, and merges them into one matrix and one exit code', () => {
    const shards = ['1/2', '2/2'].map(
      (SHARD) => step({ COMMAND: wrong, OPTIONS: '--runs 5 --ops negate,exp', SHARD }, 'shards').status,
    );
    expect(shards.sort()).toEqual([0, 1]);
    expect(readdirSync(join(folder, 'shards'))).toContain('shard-2-of-2.json');
    const { status, summary } = step({ MERGE: 'shards' }, 'merged');
    expect(status).toBe(1);
    expect(readFileSync(summary, 'utf8')).toMatch(/\| negate \| ✓ 5 \| ✓ 5 \| ✗ \d\/5 /);
  });

  it('fails with 3 on a broken adapter', () => {
    expect(step({ COMMAND: broken, OPTIONS: '--runs 5' }, 'none').status).toBe(3);
  });
});

/** The action's steps, with `${{ … }}` filled in as the runner does. */
function stepsOf(inputs: Readonly<Record<string, string>>, path: string) {
  const defaults = new Map(
    [...action.matchAll(/^ {2}(\w+):\n {4}description: .*\n {4}default: (.*)$/gm)].map(([, name, text]) => [
      name,
      (text ?? '').replaceAll('"', ''),
    ]),
  );
  const filled = (text: string) =>
    text.replace(/\$\{\{ (?:inputs\.(\w+)|github\.action_path) \}\}/g, (_, name) =>
      name === undefined ? path : (inputs[name] ?? defaults.get(name) ?? ''),
    );
  return action
    .split(/^ {4}- name: /m)
    .slice(1)
    .map((text) => ({
      run: filled(/^ {6}run: (.*)$/m.exec(text)?.[1] ?? '').replace(/^'(.*)'$/, '$1'),
      env: Object.fromEntries(
        [...text.matchAll(/^ {8}(\w+): (.*)$/gm)].map(([, name, value]) => [name, filled(value ?? '')]),
      ),
    }));
}

const rightInJavaScript = `import { interpret, serve } from 'backproof/adapter';
const flip = (x) => ({ ...x, data: x.data.map((entry) => -entry) });
await serve({
  implementation: { name: 'theirs', version: '1', language: 'JavaScript' },
  ...{ ops: ['negate'], dtypes: ['float64'], modes: ['eager'], maxOrder: 1, broadcasts: true },
  run({ program, inputs, cotangents }) {
    const values = interpret(program, inputs, { negate: flip });
    const vjps = program.steps.length % 2 === 0 ? cotangents : cotangents.map((list) => list.map(flip));
    return { values, vjps, seconds: [], echo: [...inputs, ...cotangents.flat()] };
  },
});
`;

const wrongInPython = `from backproof_adapter import Done, interpret, serve

def flip(x):
    if len(x.data) == 1:
        raise ArithmeticError("100% wrong:\\nno, twice")
    return x._replace(data=[-entry for entry in x.data])

def run(case):
    values = interpret(case.program, case.inputs, {"negate": flip})
    return Done(values=values, vjps=case.cotangents, echo=case.inputs + sum(case.cotangents, []))

about = {"dtypes": ["float64"], "modes": ["eager"], "maxOrder": 1, "broadcasts": True}
serve({"implementation": {"name": "theirs", "version": "1", "language": "Python"}, "ops": ["negate"], **about}, run)
`;

describe('the GitHub Action in a repository of others, which has installed nothing', () => {
  const options = '--runs 20 --ops negate --plain';
  let work: string;
  let path: string;
  beforeAll(() => {
    work = join(folder, 'theirs', 'theirs');
    path = join(folder, '_actions', 'owner', 'backproof', 'main');
    mkdirSync(join(work, 'ci'), { recursive: true });
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(resolve('.'), path);
    writeFileSync(join(work, 'package.json'), '{ "name": "theirs", "private": true }');
    writeFileSync(join(work, 'ci/adapter.mjs'), rightInJavaScript);
    writeFileSync(join(work, 'ci/adapter.py'), wrongInPython);
  });

  /** All steps but the first, which installs what this checkout has. */
  function act(inputs: Readonly<Record<string, string>>) {
    const [install, ...steps] = stepsOf(inputs, path);
    expect(install?.run).toBe('npm ci --prefix "$GITHUB_ACTION_PATH"');
    const runner = {
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: path,
      GITHUB_STEP_SUMMARY: join(folder, 'theirs-summary.md'),
      GITHUB_WORKSPACE: work,
    };
    return steps.map(({ run, env }) => {
      const how = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run];
      const all = { ...process.env, ...runner, ...env };
      return spawnSync('bash', how, { cwd: work, env: all, encoding: 'utf8' });
    });
  }

  it('checks an adapter in JavaScript, and leaves the checkout as it was', () => {
    const [checked] = act({ command: 'node ci/adapter.mjs', options });
    expect(checked).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(folder, 'theirs-summary.md'), 'utf8')).toMatch(/\| negate \| ✓ 20 \|/);
    expect(readdirSync(work)).toEqual(['backproof-reports', 'ci', 'package.json']);
  });

  it.skipIf(!hasPython())(
    'checks one in Python, annotates the line that threw, and replays what the artifact holds',
    () => {
      const [checked] = act({ command: 'python3 ci/adapter.py', options });
      expect(checked?.status).toBe(1);
      const annotations = checked?.stderr.split('\n').filter((line) => line.startsWith('::'));
      expect(annotations?.[0]).toMatch(
        /^::error file=ci\/adapter\.py,line=5,title=negate%3A the value .*::.*threw ArithmeticError: 100%25 wrong:%0Ano, twice%0A/,
      );
      expect(annotations?.[1]).toMatch(/^::error title=negate%3A the vjp equals JᵀΔ::/);
      const artifact = join(folder, 'downloaded');
      renameSync(join(work, 'backproof-reports'), artifact);
      const [one] = readdirSync(join(artifact, 'cases/negate'));
      for (const file of ['shard-1-of-1.json', `cases/negate/${one}`]) {
        const replay = [join(path, 'bin/backproof.js'), 'replay', join(artifact, file)];
        const env = { ...process.env, PYTHONPATH: join(path, 'adapters/python') };
        const again = spawnSync('node', [...replay, '--', 'python3', 'ci/adapter.py'], { cwd: work, env });
        expect(again.status).toBe(1);
      }
    },
  );
});

function hasPython(): boolean {
  return spawnSync('python3', ['--version']).status === 0;
}
