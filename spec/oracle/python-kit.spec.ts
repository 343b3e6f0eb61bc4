import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { type Half, halfToBits } from '../../src/case/half.js';
import { tensorData } from '../../src/case/tensor-data.js';
import type { Step } from '../../src/case/vocabulary.js';
import { adapterEnvironment } from '../../src/oracle/adapter-environment.js';
import { Session } from '../../src/oracle/index.js';
import { problemsOf } from '../../src/oracle/validate.js';
import { folderWith } from '../grader/submit.js';

const folder = folderWith({}, afterAll);

/** Short decimals, the smallest subnormal number, and one just above 1, to which little can be added. */
const halves: readonly (readonly [Half, readonly number[]])[] = [
  ['float16', [1 + 2 ** -10, -2.5, 2 ** -24]],
  ['bfloat16', [1 + 2 ** -7, -2.5, 2 ** -133]],
];

const caseOf = (step: Step, data: readonly number[] = [1, 2]): Case => {
  const type = { dtype: 'float64' as const, shape: [data.length] };
  return {
    program: { inputs: [type], steps: [step], outputs: [1] },
    inputs: [{ ...type, data }],
    cotangents: [[{ ...type, data: data.map(() => 3) }]],
    mode: 'eager',
    order: 1,
    directions: [],
  };
};

describe.skipIf(!hasPython())('an adapter in a repository of its own', () => {
  it('finds the kit, behind what PYTHONPATH names', () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    writeFileSync(join(own, 'numpy_ops.py'), 'ours = True');
    const says = 'import backproof_adapter, numpy_ops; print(numpy_ops.ours)';
    const env = adapterEnvironment({ ...process.env, PYTHONPATH: own });
    expect(execFileSync('python3', ['-c', says], { cwd: folder, env, encoding: 'utf8' })).toBe('True\n');
  });

  it('is started by the oracle with the kit', async () => {
    writeFileSync(join(folder, 'adapter.py'), 'import backproof_adapter, sys; sys.exit("the kit is there")');
    const session = Session.open(['python3', join(folder, 'adapter.py')], { problemsOf });
    await expect(session).rejects.toThrow('the kit is there');
  });
});

describe.skipIf(!hasPython())('the kit for Python', () => {
  let session: Session;
  let printed = '';
  beforeAll(async () => {
    session = await Session.open(['python3', 'spec/fixtures/uses_the_kit.py', 'adapters/python'], {
      onStderr: (text) => {
        printed += text;
      },
      problemsOf,
    });
  });
  afterAll(async () => expect(await session.stop()).toBe(true));

  it('returns what a run returns, every number exactly', async () => {
    const data = [0.1, -0, Number.NaN, Number.NEGATIVE_INFINITY, 5e-324];
    expect(await session.run(caseOf({ op: 'add_scalar', args: [0], scalar: -0 }, data))).toEqual({
      kind: 'done',
      values: [{ dtype: 'float64', shape: [5], data }],
      vjps: [[]],
      seconds: [],
      echo: [
        { dtype: 'float64', shape: [5], data },
        { dtype: 'float64', shape: [5], data: [3, 3, 3, 3, 3] },
      ],
      aliases: ['gradient 0 shares memory with input 1'],
      ruleCalls: 3,
    });
  });

  it.each(halves)('sends and reads base64 of %s, rounded as it is here', async (dtype, data) => {
    const type = { dtype, shape: [data.length] };
    const tensor = { ...type, data };
    const testCase: Case = {
      ...caseOf({ op: 'add_scalar', args: [0], scalar: 2 ** -20 }),
      program: { inputs: [type], steps: [{ op: 'add_scalar', args: [0], scalar: 2 ** -20 }], outputs: [1] },
      inputs: [tensor],
      cotangents: [[tensor]],
    };
    const sums = tensorData(
      dtype,
      [data.length],
      data.map((entry) => entry + 2 ** -20),
    );
    expect(await session.run(testCase)).toMatchObject({ values: [sums], echo: [tensor, tensor] });
    const bytes = Buffer.from(Uint16Array.from(data, (entry) => halfToBits(dtype, entry)).buffer);
    const read = `import backproof_adapter as kit; print(*kit._decode({"dtype": "${dtype}", "shape": [], "data": "${bytes.toString('base64')}"}).data)`;
    const printed = execFileSync('python3', ['-c', read], { cwd: 'adapters/python', encoding: 'utf8' });
    expect(printed.trim().split(' ').map(Number)).toEqual(data);
  });

  it.each(['eager', 'transform'])('hands tangents and batches on, and back, in mode %s', async (mode) => {
    const asked: Case = { ...caseOf({ op: 'add_scalar', args: [0], scalar: 1 }), mode };
    const tensor = (...data: readonly number[]) => ({
      dtype: 'float64' as const,
      shape: [data.length],
      data,
    });
    const values = [tensor(2, 3)];
    const tangents = [tensor(-0.5, 4)];
    expect(session).toMatchObject({ jvp: true, batched: true });
    expect(await session.run({ ...asked, tangents, cotangents: [] })).toEqual({
      ...{ kind: 'done', values, tangents, vjps: [], seconds: [] },
      echo: asked.inputs,
    });
    const cotangents = [[tensor(3, 4)], [tensor(5, -6)]];
    expect(await session.run({ ...asked, batched: true, cotangents })).toEqual({
      ...{ kind: 'done', values, vjps: cotangents, seconds: [] },
      echo: [...asked.inputs, ...cotangents.flat()],
    });
  });

  it('answers for functions beside the ops', async () => {
    const [entry] = session.functions;
    expect(entry).toEqual({ name: 'squared', inputs: [{ name: 'x', shape: ['n'] }] });
    const subject = session.subject({ function: 'squared' }, ['x']);
    const x = tensorData('float64', [2], [3, -0.5]);
    expect(await subject.values([[x], [x]])).toEqual([
      [{ ...x, data: [9, 0.25] }],
      [{ ...x, data: [9, 0.25] }],
    ]);
    expect(await subject.vjps([x], [[x]])).toEqual([[{ ...x, data: [18, 0.5] }]]);
  });

  it('runs single nodes of graphs', async () => {
    const x = tensorData('float64', [2], [3, -0.5]);
    const node = (op: string) => ({
      graph: 'aten' as const,
      op,
      args: { self: { input: 0 }, by: 3 },
      outputs: [0],
    });
    const scaled = session.subject({ function: 'model.scaled', node: node('mine.scale') }, ['self']);
    expect(session.nodes).toEqual(['aten']);
    expect(await scaled.values([[x]])).toEqual([[{ ...x, data: [9, -1.5] }]]);
    expect(await scaled.vjps([x], [[x]])).toEqual([[{ ...x, data: [9, -1.5] }]]);
    const odd = session.subject({ function: 'model.odd', node: node('mine.odd') }, ['self']);
    await expect(odd.values([[x]])).rejects.toMatchObject({
      verdict: { kind: 'unsupported', why: 'there is no mine.odd' },
    });
  });

  it('sends what is printed to standard error', async () => {
    await expect.poll(() => printed).toContain('so is this\n');
  });

  it('tells Unsupported, Malformed and any other exception apart', async () => {
    expect(await session.run(caseOf({ op: 'exp', args: [0] }))).toEqual({
      kind: 'unsupported',
      why: 'no exp here',
      issue: 'https://example.org/1',
    });
    expect(await session.run(caseOf({ op: 'log', args: [0] }))).toEqual({
      kind: 'malformed',
      problem: 'a string is no gradient',
    });
    expect(await session.run(caseOf({ op: 'abs', args: [0] }))).toEqual({
      kind: 'malformed',
      problem: 'output 0 has 1 entries; its shape (2,) has 2',
    });
    expect(await session.run(caseOf({ op: 'sin', args: [0] }))).toMatchObject({
      kind: 'crashed',
      error: { type: 'ValueError', message: 'not today', traceback: expect.stringContaining('in sin') },
    });
    expect(await session.run(caseOf({ op: 'cos', args: [0] }))).toEqual({
      kind: 'unsupported',
      why: 'there is no cos',
    });
  });
});

function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
