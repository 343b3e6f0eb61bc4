import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { mutantsOf } from '../../src/grader/audit/mutants.js';
import { runSuite } from '../../src/grader/audit/run-suite.js';
import { smallestCase } from '../../src/grader/audit/smallest-case.js';
import { workspaceOf } from '../../src/grader/audit/workspace.js';
import { misconceptions } from '../../src/misconceptions/index.js';
import { explainCase } from '../../src/verify/index.js';
import { backproof, inOwnFolder } from './in-own-folder.js';

const example = resolve('examples/audit');
const solutions = resolve('solutions');
const tests = 'node --import tsx gradients.test.ts';
/** Tests that notice whatever is planted, at once. */
const noticing = '! grep -q backproof/planted rules.ts';

inOwnFolder();
beforeAll(() => cpSync(example, 'course', { recursive: true }));

const outcomesIn = (file: string): Record<string, string> =>
  Object.fromEntries(
    JSON.parse(readFileSync(file, 'utf8')).mistakes.map((each: { name: string; outcome: string }) => [
      each.name,
      each.outcome,
    ]),
  );

describe('backproof audit', () => {
  it('lists what tests with cotangents of ones do not notice, with the smallest case of each', async () => {
    const args = ['--test', tests, '--only', 'add_scalar', '--json', 'audit.json'];
    const { code, out, err } = await backproof('audit', example, ...args);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect([...out.matchAll(/^✗ (.*)$/gm)].map(([, line]) => line)).toEqual([
      'add-scalar-detaches-its-gradient survives (rules.ts)',
      'add-scalar-returns-what-the-first-call-did survives (rules.ts)',
    ]);
    expect(out).toMatch(/\n {4}a = \[2\]\n {4}Δ0 = \[2\]\n {4}Δ1 = \[-3\]\n/);
    expect(out).toMatch(/^add_scalar {3}3 \/ 5\nYour tests notice 3 of 5 planted mistakes \(60 %\)\.$/m);
    expect(outcomesIn('audit.json')).toMatchObject({
      'add-scalar-detaches-its-gradient': 'survived',
      'add-scalar-returns-nothing': 'noticed',
      'multiply-gives-the-product': 'waiting',
    });
  });

  it('exits with 0 when nothing survives, and goes on where it was interrupted', async () => {
    const counting = `echo run >> ${resolve('runs')}; ${noticing}`;
    const args = ['course', '--test', counting, '--only', 'add_scalar', '--json', 'all.json'];
    const runs = () => readFileSync('runs', 'utf8').split('\n').length - 1;
    const { code, out } = await backproof('audit', ...args, '--jobs', '2');
    expect({ code, out: out.split('\n').at(-1) }).toEqual({
      code: 0,
      out: 'Your tests notice 5 of 5 planted mistakes (100 %).',
    });
    expect(runs()).toBe(6);
    const whole = readFileSync('all.json', 'utf8');
    writeFileSync('all.json', whole.replace('"noticed"', '"waiting"'));
    expect(await backproof('audit', ...args, '--resume')).toMatchObject({ code: 0, out });
    expect(runs()).toBe(8);
    expect(readFileSync('all.json', 'utf8')).toBe(whole);
    writeFileSync('course/notes.txt', 'the tests may depend on any file');
    await backproof('audit', ...args, '--resume');
    expect(runs()).toBe(14);
  });

  it.each([
    [[], 'Say which folder, and what runs its tests:'],
    [['nowhere', '--test', 'true'], 'There is no folder "'],
    [['empty', '--test', 'true'], 'Nothing in "'],
    [['course', '--test', 'echo one is wrong; exit 3'], 'The tests do not pass on the folder as it is'],
    [['course', '--test', 'true', '--only', 'add'], '--only knows no "add". It takes add_scalar, multiply,'],
    [['course', '--test', 'true', '--resume'], '--resume goes on from a file: name it with --json.'],
  ])('exits with 2 and a sentence for %j', async (args, sentence) => {
    mkdirSync('empty', { recursive: true });
    const { code, out, err } = await backproof('audit', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
  });
});

describe('what is planted', () => {
  it('is every wrong rule, order, walk and realize that an exercise of ours asks for', () => {
    const planted = new Set(mutantsOf(solutions).map(({ mistake }) => mistake.name));
    const asked = misconceptions.filter(({ kind, exercise }) => kind !== 'own' && exercise !== null);
    expect(asked.length).toBeGreaterThan(250);
    expect(asked.filter(({ name, exercise }) => exercise !== 'gather' && !planted.has(name))).toEqual([]);
  });

  it('takes the place of a function, too', async () => {
    writeFileSync(
      'shared.mjs',
      `import { multiply, Tensor } from 'backproof/engine';
      import { propagate, topologicalOrder } from './backward/backward.ts';
      const x = Tensor.fromData({ dtype: 'float64', shape: [], data: [3] }, { requiresGrad: true });
      const y = multiply(x, x);
      const seed = Tensor.fromData({ dtype: 'float64', shape: [], data: [1] });
      const adjoint = propagate(topologicalOrder([y]), new Map([[y, seed]])).get(x);
      process.exit(adjoint.toData().data[0] === 6 ? 0 : 1);`,
    );
    const mutants = mutantsOf(solutions);
    const overwrites = mutants.find(({ mistake }) => mistake.name === 'overwrites-where-it-must-add');
    expect(overwrites).toBeDefined();
    for (const [mutant, outcome] of [[undefined, 'passed'] as const, [overwrites, 'failed'] as const]) {
      const { copy } = workspaceOf(solutions, mutant);
      cpSync('shared.mjs', join(copy, 'shared.mjs'));
      expect((await runSuite('node --import tsx shared.mjs', copy, 60_000)).outcome).toBe(outcome);
    }
    expect(existsSync(join(solutions, 'node_modules'))).toBe(false);
  });

  it('survives tests with cotangents of ones where it forgets the cotangent', async () => {
    const all = mutantsOf(example);
    for (const [name, outcome] of [
      ['multiply-forgets-the-cotangent', 'passed'],
      ['multiply-gives-the-product', 'failed'],
    ]) {
      const { copy } = workspaceOf(
        example,
        all.find(({ mistake }) => mistake.name === name),
      );
      expect((await runSuite(tests, copy, 60_000)).outcome).toBe(outcome);
    }
  });

  it('is shown by a second derivative only where no first one shows it', async () => {
    const shown = await Promise.all(
      ['relu-returns-the-mask', 'multiply-detaches-one-factor'].map(async (name) => {
        const mutant = mutantsOf(example).find(({ mistake }) => mistake.name === name);
        const failure = mutant && (await smallestCase(mutant));
        return failure && explainCase(failure.testCase).split('\n').at(-1);
      }),
    );
    expect(shown).toEqual(['mode eager', 'mode eager, second order']);
  });
});

it('tests that do not end are ended', async () => {
  expect(await runSuite('echo begun; sleep 600', '.', 500)).toEqual({
    outcome: 'timeout',
    printed: 'begun\n',
  });
});
