/**
 * An assignment, used as students, Gradescope and GitHub use it. Nothing is fetched: the vendored tarball is unpacked into
 * node_modules, and what it depends on is linked from this repository, as `npm install` would put them there.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import { wholeCourse } from '../../src/grader/assignment/assignment.js';
import { loadAssignment } from '../../src/grader/assignment/load.js';
import { expectToFit } from './schemas.js';
import { altered, solutionOf } from './submit.js';

let folder: string;
let starter: string;
const tarball = 'backproof-0.1.0.tgz';
const wrongMatmul = altered(
  'matmul',
  ['matmul(outGrad, transpose(b))', 'matmul(node, transpose(b))'],
  ['matmul(transpose(a), outGrad)', 'matmul(transpose(a), node)'],
);

async function backproof(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, { log: (text) => out.push(text), error: (text) => err.push(text) });
  return { out: out.join('\n'), err: err.join('\n'), code };
}

/** What `npm install` does in a folder, without a network. */
function install(into: string, packed: string): void {
  const modules = join(into, 'node_modules');
  mkdirSync(join(modules, 'backproof'), { recursive: true });
  execFileSync('tar', ['-xzf', packed, '-C', join(modules, 'backproof'), '--strip-components', '1']);
  for (const name of readdirSync('node_modules').filter((each) => !each.startsWith('.'))) {
    symlinkSync(resolve('node_modules', name), join(modules, name));
  }
  mkdirSync(join(modules, '.bin'));
  symlinkSync('../backproof/bin/backproof.js', join(modules, '.bin', 'backproof'));
  symlinkSync('../typescript/bin/tsc', join(modules, '.bin', 'tsc'));
}

function put(path: string, text: string): void {
  mkdirSync(resolve(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assignment-'));
  const written = await backproof(
    'assignment',
    'create',
    join(folder, 'hw1'),
    '--exercises',
    'stable,matmul',
  );
  expect(written).toMatchObject({ code: 0, err: '' });
  starter = join(folder, 'hw1', 'starter');
  install(starter, join(starter, 'vendor', tarball));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('backproof assignment create', () => {
  it('writes the exercises that were asked for, and their manifest', () => {
    expect(readdirSync(join(starter, 'exercises'))).toEqual(['matmul', 'stable']);
    expect(readdirSync(join(starter, 'exercises', 'matmul'))).toEqual(['README.md', 'matmul.ts']);
    const { name, title, exercises } = loadAssignment(join(starter, 'assignment.json'));
    expect({ name, title }).toEqual({ name: 'hw1', title: 'hw1' });
    expect(exercises).toEqual(wholeCourse.exercises.filter(({ id }) => ['matmul', 'stable'].includes(id)));
  });

  it("hands a teacher's own manifest on, and names the assignment as it does", async () => {
    const file = join(folder, 'teacher.json');
    const exercises = [
      { id: 'shape', points: 5, title: 'Moving', ops: ['reshape', 'mean'], hidden: ['mean'], credit: 'all' },
    ];
    put(file, JSON.stringify({ version: 1, name: 'hw2', title: 'Homework 2', exercises }));
    expect((await backproof('assignment', 'create', join(folder, 'x'), '--assignment', file)).code).toBe(0);
    const given = JSON.parse(readFileSync(join(folder, 'x/starter/assignment.json'), 'utf8'));
    expect(given).toEqual({
      ...{ version: 1, name: 'hw2', title: 'Homework 2' },
      exercises: [{ id: 'shape', points: 5, title: 'Moving', ops: ['reshape'], credit: 'all' }],
    });
    expect(readFileSync(join(folder, 'x/starter/README.md'), 'utf8')).toMatch(/^# Homework 2\n/);
  });

  it('tests hidden parts with a secret that is in the autograder alone, another one each time', async () => {
    const file = join(folder, 'secret.json');
    const exercises = [
      { id: 'matmul', points: 5 },
      { id: 'shape', points: 6, ops: ['reshape', 'mean', 'transpose'], hidden: ['mean'] },
      { id: 'elementwise', points: 5, hidden: true },
    ];
    put(file, JSON.stringify({ version: 1, name: 'hw3', title: 'Homework 3', exercises }));
    const seeds = [];
    for (const name of ['y', 'z']) {
      const { code, out } = await backproof('assignment', 'create', join(folder, name), '--assignment', file);
      expect(code).toBe(0);
      execFileSync('unzip', ['-q', join(folder, name, 'autograder.zip'), '-d', join(folder, name, 'zip')]);
      const { hiddenSecret } = loadAssignment(join(folder, name, 'zip', 'assignment.json'));
      expect(hiddenSecret).toMatch(/^[0-9a-f]{32}$/);
      const starter = join(folder, name, 'starter');
      const plain = readdirSync(starter, { recursive: true, encoding: 'utf8' }).filter((path) =>
        /\.(json|md|yml|ts)$/.test(path),
      );
      const handedOut = plain.map((path) => readFileSync(join(starter, path), 'utf8')).join('\n');
      expect(`${out}\n${handedOut}`).not.toContain(String(hiddenSecret));
      const shown = loadAssignment(join(starter, 'assignment.json')).exercises;
      expect(shown.map(({ id, points, ops, hidden }) => ({ id, points, ops, hidden }))).toMatchObject([
        { id: 'matmul', points: 5, hidden: [] },
        { id: 'shape', points: 4, ops: ['reshape', 'transpose'], hidden: [] },
      ]);
      const readme = readFileSync(join(starter, 'README.md'), 'utf8');
      expect(readme).toMatch(
        /\n\| \[shape\]\(\S+\) \| .* \| 4 \|\n\| \[elementwise\]\(\S+\) \| .* \| – \|\n/,
      );
      expect(readme).toContain('`npm test -- --only matmul`');
      expect(readme).toContain('There are further tests, which are hidden');
      expect(readme).toContain('Fill in these stubs as well, which only hidden tests reach: `elementwise`.');
      seeds.push(hiddenSecret);
    }
    expect(seeds[0]).not.toBe(seeds[1]);
  });

  it('hands out stubs as the build projected them, not what lies in exercises/', () => {
    const path = join('matmul', 'matmul.ts');
    expect(readFileSync(join(starter, 'exercises', path), 'utf8')).toBe(
      readFileSync(join('dist', 'stubs', path), 'utf8'),
    );
  });

  it('says what to do where it cannot write a starter', async () => {
    const create = (file: string) =>
      backproof('assignment', 'create', join(folder, 'none'), '--assignment', file);
    expect(await create('needle-hw1')).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        'needle-hw1 is run by an adapter, and a starter is written for TypeScript',
      ),
    });
    const file = join(folder, 'hidden.json');
    const exercises = [{ id: 'matmul', points: 5, hidden: true }];
    put(file, JSON.stringify({ version: 1, name: 'hw4', title: 'Homework 4', exercises }));
    expect(await create(file)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Every exercise of hw4 is hidden'),
    });
  });

  it('gives students neither the solutions nor the sources, but a licence', () => {
    const files = execFileSync('tar', ['-tzf', join(starter, 'vendor', tarball)], { encoding: 'utf8' });
    expect(files).not.toMatch(/^package\/(solutions|src|examples)\//m);
    expect(files).toMatch(/^package\/LICENSE$/m);
  });

  it('lists in the README what npm fetches', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const { typescript } = devDependencies;
    const readme = readFileSync(join(starter, 'README.md'), 'utf8');
    for (const [name, version] of Object.entries({ ...dependencies, typescript }))
      expect(readme).toContain(`- ${name} ${version}`);
  });

  it.each([
    [[], 'Say where to write it: backproof assignment create DIR.'],
    [['create'], 'Say where to write it: backproof assignment create DIR.'],
    [['create', 'x', '--exercises', 'music'], '--exercises knows no "music". It takes elementwise,'],
    [
      ['create', 'Home Work'],
      'An assignment\'s name consists of lower-case letters, digits and hyphens, and "Home Work" does not: give one with --name.',
    ],
    [['create', 'docs'], 'docs is there already and not empty; name a new folder for the assignment.'],
  ])('exits with 2 and a sentence for %j', async (args, sentence) => {
    const { err, code } = await backproof('assignment', ...args);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });
});

describe('a starter', () => {
  const own = [
    { id: 'elementwise', points: 6, ops: ['add', 'negate', 'relu'], hidden: ['negate'] },
    { id: 'shape', points: 5, title: 'Moving', ops: ['reshape'] },
    { id: 'stable', points: 6, credit: { vjp: 4, second: 2 } },
    { id: 'matmul', points: 5, hidden: true },
  ];
  let path: string;
  beforeAll(async () => {
    const file = join(folder, 'own.json');
    put(file, JSON.stringify({ version: 1, name: 'own', title: 'Our own', exercises: own }));
    await backproof('assignment', 'create', join(folder, 'own'), '--assignment', file);
    path = join(folder, 'own', 'starter');
    install(path, join(path, 'vendor', tarball));
  });
  const read = (name: string) => readFileSync(join(path, name), 'utf8');
  const runIn = (command: string) => spawnSync('/bin/sh', ['-c', command], { cwd: path, encoding: 'utf8' });

  it('has a TODO for each op that is asked for, hidden or not, and for no other', () => {
    const [, ...classes] = read('exercises/elementwise/elementwise.ts').split(/^export class /m);
    const asked = classes
      .filter((source) => source.includes('// TODO'))
      .map((source) => source.split(' ')[0]);
    expect(asked).toEqual(['EWiseAdd', 'Negate', 'ReLU']);
    expect(classes.find((source) => source.startsWith('Abs '))).toContain(
      '// This assignment does not ask for this op.',
    );
  });

  it('has READMEs with its own titles, points, ops and commands', () => {
    const elementwise = read('exercises/elementwise/README.md');
    expect(elementwise).toContain(
      '`elementwise.ts` · 4 points in `npm test`, and further ones in hidden tests\n',
    );
    expect(elementwise).toContain('Write `gradient` of `add`, `negate` and `relu`; the other ops');
    expect(elementwise).toContain('Each part is worth 2 of 4 points');
    expect(elementwise).toContain(
      'Run `npm test -- --only elementwise`, or `npm test -- --only elementwise.add` for',
    );
    const shape = read('exercises/shape/README.md');
    expect(shape).toMatch(/^# Moving\n\n`shape\.ts` · 5 points\n\nWrite `gradient` of `reshape`; /);
    expect(shape).not.toContain("broadcast_to and summation are each other's adjoint");
    expect(read('exercises/stable/README.md')).toContain('The points go by law (`vjp` 4, `second` 2)');
    expect(read('exercises/matmul/README.md')).toContain('· graded only by hidden tests\n');
    expect(read('exercises/matmul/README.md')).toContain('`npm test` says nothing about this exercise.');
    for (const { id } of own) expect(read(`exercises/${id}/README.md`)).not.toContain('npx backproof');
    expect(read('README.md')).toContain('`npx tsc --noEmit` checks the types');
  });

  it('checks its types with TypeScript, which npm installs with it', () => {
    expect(JSON.parse(read('package.json')).devDependencies).toEqual({
      typescript: JSON.parse(readFileSync('package.json', 'utf8')).devDependencies.typescript,
    });
    expect(runIn('npx --no-install tsc --noEmit')).toMatchObject({ status: 0, stdout: '' });
    const stub = read('exercises/shape/shape.ts');
    const wrong = stub.replace("throw new NotImplemented('Reshape.gradient');", 'return [outGrad, outGrad];');
    put(join(path, 'exercises/shape/shape.ts'), wrong);
    const { status, stdout } = runIn('npx --no-install tsc --noEmit');
    put(join(path, 'exercises/shape/shape.ts'), stub);
    expect(status).not.toBe(0);
    expect(stdout).toContain('exercises/shape/shape.ts(');
  });

  it('prints commands that work in it', () => {
    const wrong = altered(
      'elementwise',
      ['return [outGrad, outGrad];', 'return [outGrad, negate(outGrad)];'],
      ['(entry <= 0 ? 0 : 1)', '(entry <= 0 ? 0 : 2)'],
    );
    put(join(path, 'exercises/elementwise/elementwise.ts'), wrong);
    const { stdout } = runIn('npm test --silent -- --seed 2 --runs 10');
    const told = [...stdout.matchAll(/(?:In full|Run this case again): (.*)$/gm)];
    const commands = told.map(([, command]) => command as string).sort();
    expect(commands).toEqual([
      expect.stringMatching(/^npm test -- --only elementwise\.(add|relu) --seed 2 --runs 10$/),
      'npx backproof replay .backproof/elementwise.json',
    ]);
    for (const command of commands) {
      const again = runIn(command);
      expect({ command, status: again.status }).toEqual({ command, status: 1 });
      expect(again.stdout).toContain('This law is broken');
    }
  });
});

describe('a student', () => {
  const test = (...options: readonly string[]) =>
    spawnSync('npm', ['test', '--silent', '--', ...options], { cwd: starter, encoding: 'utf8' });

  it('sees 0 points for the stubs', () => {
    const { stdout, status } = test();
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^exercise +points +status\nmatmul +0 \/ 9 .*\nstable +0 \/ 12 .*\ntotal +0 \/ 21 /,
    );
  });

  it('sees full marks for the solutions', () => {
    for (const id of ['matmul', 'stable']) put(join(starter, 'exercises', id, `${id}.ts`), solutionOf(id));
    const { stdout, status } = test('--runs', '5');
    expect(stdout).toMatch(/\ntotal +21 \/ 21 /);
    expect(status).toBe(0);
  });
});

describe('Gradescope', () => {
  let root: string;
  beforeAll(() => {
    root = join(folder, 'autograder');
    mkdirSync(root);
    execFileSync('unzip', ['-q', join(folder, 'hw1', 'autograder.zip'), '-d', join(root, 'source')]);
    install(join(root, 'source'), join(root, 'source', tarball));
    cpSync(join(root, 'source', 'run_autograder'), join(root, 'run_autograder'));
  });

  /** Runs the autograder on a submission with these files. */
  function graded(name: string, files: Readonly<Record<string, string>>, prepare = (_: string) => {}) {
    const submission = join(root, 'submission');
    rmSync(submission, { recursive: true, force: true });
    rmSync(join(root, 'results'), { recursive: true, force: true });
    mkdirSync(submission);
    for (const [path, text] of Object.entries(files)) put(join(submission, path), text);
    prepare(submission);
    const before = readdirSync(submission, { recursive: true });
    const env = { ...process.env, AUTOGRADER_ROOT: root };
    const { status, stderr } = spawnSync('./run_autograder', { cwd: root, env, encoding: 'utf8' });
    expect({ name, status, stderr }).toEqual({ name, status: 0, stderr: '' });
    expect(readdirSync(submission, { recursive: true })).toEqual(before);
    const results = JSON.parse(readFileSync(join(root, 'results', 'results.json'), 'utf8'));
    expectToFit('gradescope', results);
    return results;
  }

  it('finds its two scripts at the top, ready to run', () => {
    for (const script of ['setup.sh', 'run_autograder']) {
      const path = join(root, 'source', script);
      expect(statSync(path).mode & 0o111).toBe(0o111);
      execFileSync('bash', ['-n', path]);
    }
    expect(existsSync(join(root, 'source', 'assignment.json'))).toBe(true);
  });

  it('grades a file handed in by itself, and one in a folder of a zip that was left packed', () => {
    const { score, tests, output } = graded('zip', { 'matmul.ts': wrongMatmul }, (submission) => {
      put(join(folder, 'packed', 'hw1', 'exercises', 'stable', 'stable.ts'), solutionOf('stable'));
      const zip = join(submission, 'hand in.zip');
      execFileSync('python3', ['-m', 'zipfile', '-c', zip, join(folder, 'packed', 'hw1')]);
    });
    expect(score).toBe(12);
    const named = (name: string) => tests.find((test: { name: string }) => test.name === name);
    expect(named('matmul.left-adjoint')).toMatchObject({ score: 0, max_score: 2.25, status: 'failed' });
    expect(named('stable.softmax')).toMatchObject({ score: 4, max_score: 4, status: 'passed' });
    expect(named('matmul.left-adjoint').output).toMatch(/^This law is broken: .*\n.*expected .*, got /);
    // What is saved here no student has: the command is that of the starter, and draws the case again.
    expect(named('matmul.left-adjoint').output).toMatch(
      /\nRun this case again: npm test -- --only matmul\.left-adjoint --seed 1 --runs 30$/,
    );
    expect(output).toBe('Graded with seed 1. To see the same on your own machine: npm test -- --seed 1');
  });

  it("does not look at a student's packages, package.json or tsconfig.json, and follows no link", () => {
    const always = 'export const matmul = () => 1; process.exit(0);';
    const { score, tests } = graded(
      'hostile',
      {
        'exercises/matmul/matmul.ts': wrongMatmul,
        'package.json':
          '{ "type": "commonjs", "scripts": { "preinstall": "exit 1" }, "imports": { "#x": "./x" } }',
        'tsconfig.json': '{ "compilerOptions": { "paths": { "backproof/engine": ["./engine.ts"] } } }',
        'exercises/matmul/tsconfig.json':
          '{ "compilerOptions": { "paths": { "backproof/engine": ["./x.ts"] } } }',
        'node_modules/matmul.ts': always,
        'node_modules/backproof/package.json': '{ "name": "backproof", "bin": "x.js" }',
        'node_modules/.bin/backproof': '#!/bin/sh\nexit 0',
      },
      (submission) => {
        mkdirSync(join(submission, 'exercises', 'stable'));
        symlinkSync(resolve('solutions/stable/stable.ts'), join(submission, 'exercises/stable/stable.ts'));
      },
    );
    expect(score).toBe(0);
    expect(tests[0]).toMatchObject({ output: expect.stringContaining('This law is broken: ') });
    expect(tests.at(-1)).toMatchObject({ score: 0, output: 'There is no file exercises/stable/stable.ts.' });
  });

  it('keeps the cases of a hidden exercise to itself', () => {
    const manifest = join(root, 'source', 'assignment.json');
    const shown = readFileSync(manifest, 'utf8');
    const { exercises, ...rest } = JSON.parse(shown);
    const hidden = exercises.map((each: object) => ({ ...each, hidden: true }));
    writeFileSync(manifest, JSON.stringify({ ...rest, exercises: hidden }));
    const { tests } = graded('hidden', { 'matmul.ts': wrongMatmul });
    writeFileSync(manifest, shown);
    expect(tests[0]).toMatchObject({
      visibility: 'hidden',
      output: '0 of 9 points. The tests of this exercise are hidden.',
    });
  });

  it('says which files are missing when nothing fits, whatever the names of folders say', () => {
    const elsewhere = join(folder, 'elsewhere', 'matmul', 'matmul.ts');
    put(elsewhere, solutionOf('matmul'));
    const { score, tests } = graded('empty', {
      'notes.txt': 'later',
      [`a\n0 ${elsewhere}`]: 'export const a = 1;',
    });
    expect(score).toBe(0);
    expect(tests[0].output).toMatch(/^exercises\/matmul\/matmul.ts does not export "matmul"/);
    expect(tests.at(-1).output).toBe('There is no file exercises/stable/stable.ts.');
  });
});

describe('GitHub', () => {
  /** The commands of a step of the workflow. */
  function commandsOf(step: string): string {
    const workflow = readFileSync(join(starter, '.github', 'workflows', 'classroom.yml'), 'utf8');
    const [, indented = ''] =
      new RegExp(`- name: ${step}\\n[^-]*?run: \\|\\n((?: {10}.*\\n)+)`).exec(workflow) ?? [];
    return indented.replace(/^ {10}/gm, '');
  }

  function runStep(commands: string) {
    const temporary = join(folder, 'runner');
    mkdirSync(join(temporary, 'grader'), { recursive: true });
    if (!existsSync(join(temporary, 'grader', 'node_modules'))) {
      symlinkSync(join(starter, 'node_modules'), join(temporary, 'grader', 'node_modules'));
    }
    cpSync(join(starter, 'assignment.json'), join(temporary, 'grader', 'assignment.json'));
    const env = { ...process.env, RUNNER_TEMP: temporary, GITHUB_OUTPUT: join(temporary, 'output') };
    const { status } = spawnSync('bash', ['-e', '-c', commands], { cwd: starter, env, encoding: 'utf8' });
    return { status, output: () => readFileSync(join(temporary, 'output'), 'utf8') };
  }

  it.each([`vendor/${tarball}`, 'assignment.json'])('takes only the %s that was handed out', (path) => {
    const check = commandsOf('Install the grader').split('\n').slice(0, 2).join('\n');
    expect(runStep(check).status).toBe(0);
    const file = join(starter, path);
    const original = readFileSync(file);
    writeFileSync(file, 'another');
    expect(runStep(check).status).toBe(1);
    writeFileSync(file, original);
  });

  it('hands the result to the reporter of GitHub Classroom', () => {
    put(join(starter, 'exercises/matmul/matmul.ts'), wrongMatmul);
    const { status, output } = runStep(commandsOf('Grade'));
    expect(status).toBe(0);
    const [, encoded = ''] = /^result=(\S+)\n$/.exec(output()) ?? [];
    const result = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    expectToFit('github', result);
    expect(result).toMatchObject({ status: 'fail', max_score: 21, tests: [{ score: 0 }, { score: 12 }] });
  });
});
