/** Nodes of a model that no step is like: judged as functions, between what is judged on both sides of them. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backproof, inOwnFolder } from '../cli/in-own-folder.js';

const adapter = [process.execPath, resolve('spec/fixtures/nodes.mjs')];
const hello = [process.execPath, resolve('adapters/hello/hello.mjs')];
const python = process.env.BACKPROOF_PYTHON ?? '/usr/bin/python3';
const adapters = resolve('adapters/python');
const models = resolve('bench/models');
inOwnFolder();

const array = (name: string, ...data: number[]) => ({ name, dtype: 'float32', shape: [data.length], data });
const node = (op: string, name: string, args: object, ...data: number[]) => ({
  op: `${op === 'neg' ? 'aten' : 'mine'}.${op}.default`,
  args,
  outputs: [array(name, ...data)],
});
const of = (ref: string) => ({ self: { ref } });
const index = { name: 'index', kind: 'constant', dtype: 'int64', shape: [2], data: [2, 0] };
const graphOf = (...nodes: readonly object[]) => ({
  graph: 'aten',
  inputs: [{ ...array('x', -1, -2, -4), kind: 'input' }, index],
  nodes,
  outputs: [nodes.map((each) => JSON.stringify(each).match(/"outputs":\[\{"name":"(\w+)"/)?.[1]).at(-1)],
});
const before = node('neg', 'up', of('x'), 1, 2, 4);

const oracle = (model: object, command: readonly string[], ...options: readonly string[]) => {
  writeFileSync('model.json', JSON.stringify(model));
  return backproof('oracle', '--model', 'model.json', ...options, '--', ...command);
};

describe('a node that no step is like', () => {
  it('is a function, which is judged at the example and between its entries; so is what is around it', async () => {
    const graph = graphOf(
      before,
      node('square', 'squared', of('up'), 1, 4, 16),
      node('neg', 'down', of('squared'), -1, -4, -16),
    );
    const { code, out, err } = await oracle(graph, adapter, '--validate');
    expect(out).toMatch(/^model +✓ 1 .*\nmodel-steps +✓ 2 .*\nmodel\.squared +✓ 3 +✓ 3/m);
    expect(err).toMatch(/^The model: 2 steps of 1 op and 1 function, 2 inputs /);
    expect(err).not.toContain('not judged');
    expect(code).toBe(0);
  });

  it('with a wrong rule is shown under its name, and is run again', async () => {
    const { code, out } = await oracle(graphOf(before, node('cube', 'cubed', of('up'), 1, 8, 64)), adapter);
    expect(code).toBe(1);
    expect(out).toContain(
      'model.cubed: This law is broken: the vjp equals JᵀΔ.\ngradient of input self, for cotangent 0, entry [2]: expected 48, got 12 ',
    );
    const file = /backproof replay (\S+)/.exec(out)?.[1] ?? '';
    expect(await backproof('replay', file, '--', ...adapter)).toMatchObject({
      code: 1,
      out: expect.stringContaining('✗ the vjp equals JᵀΔ'),
    });
    const saved = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...saved, node: { ...saved.node, op: 'mine.square.default' } }));
    expect((await backproof('replay', file, '--', ...adapter)).code).toBe(0);
    expect(await backproof('replay', file, '--', ...hello)).toMatchObject({
      code: 2,
      err: expect.stringContaining('hello runs no single nodes of aten graphs'),
    });
  });

  it('is left alone where its domain ends, and gets what has no derivative with its other arguments', async () => {
    const args = { self: { ref: 'up' }, index: { ref: 'index' } };
    const nodes = [node('root', 'root', of('up'), 1, Math.SQRT2, 2), node('pick', 'picked', args, 4, 1)];
    const { code, out } = await oracle(graphOf(before, ...nodes), adapter, '--laws', 'vjp');
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^model\.root +✓ 1.*\nmodel\.picked +✓ 3/m),
    });
  });

  it('that cannot be run, or that is another function there, is not judged, which is said', async () => {
    const nodes = [
      node('odd', 'odd', of('up'), 1, 1, 1),
      node('odd', 'odd_1', of('odd'), 1, 1, 1),
      node('square', 'half', of('odd_1'), 0.5, 0.5, 0.5),
    ];
    const graph = graphOf(before, ...nodes);
    const { code, out, err } = await oracle(graph, adapter);
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('Not supported, and not checked: model.odd, model.odd_1, model.half.'),
    });
    expect(err).toContain(
      '2 functions, of which model.odd is the first, are not judged: there is no mine.odd.default.\n' +
        'model.half is not judged: its value was 0.5 (entry 0) where the graph was traced, and is 1 in the adapter.',
    );
    const none = await oracle(graph, hello);
    expect(none.err).toContain('are not judged: the adapter runs no single nodes of aten graphs.');
  });

  it('may be all there is of a model, in shards, too', async () => {
    const graph = graphOf(
      node('cube', 'a', of('x'), -1, -8, -64),
      node('cube', 'b', of('a'), -1, -512, -262144),
    );
    const reportOf = async (part: string, file: string) => {
      const { code, out } = await oracle(graph, adapter, '--shard', part, '--format', 'json');
      writeFileSync(file, out);
      return code;
    };
    expect(await Promise.all([reportOf('1/2', '1.json'), reportOf('2/2', '2.json')])).toEqual([1, 1]);
    const { out } = await backproof('merge', '1.json', '2.json', '--format', 'json');
    const { matrix, failures } = JSON.parse(out);
    expect(Object.keys(matrix)).toEqual(['model.a', 'model.b']);
    expect(failures).toHaveLength(2);
  });
});

/** What the oracle says of a model that Python exports, by an adapter that gets its file. */
function judged(framework: 'torch' | 'jax', file: string, ...options: readonly string[]) {
  const exported = [`${adapters}/export_${framework}.py`, `${models}/${file}:gated`];
  writeFileSync('model.json', execFileSync(python, exported));
  const command = [python, `${adapters}/${framework}_adapter.py`, `${models}/${file}`];
  return backproof('oracle', '--model', 'model.json', ...options, '--', ...command);
}

describe.skipIf(!hasModule('torch.fx'))('a graph of PyTorch', () => {
  it('has autograd Functions as nodes, and ops that no program has: wrong ones are found, others are right', async () => {
    const { code, out, err } = await judged('torch', 'kernels.py', '--laws', 'form,vjp');
    expect(code).toBe(1);
    expect(out).toMatch(/^model +✓ 1 +✓ 1\nmodel-steps +✓ \d +✓ \d\nmodel\.swish +✓ 1 +✗ 1\/1\n/m);
    expect(out).toMatch(/^model\.unit +✓ 3 +✓ 3\nmodel\.linalg_cholesky_ex +✓ 3 +✓ 3\nmodel\.i0 +✓ 3 +✓ 3$/m);
    expect(out).toMatch(
      /model\.swish: .*\ngradient of input x, for cotangent 0, entry \[\d, \d\]: expected /,
    );
    expect(err).toContain(
      "model.igamma is not judged: the derivative for 'igamma: input' is not implemented.",
    );
  });
});

describe.skipIf(!hasModule('jax'))('a graph of JAX', () => {
  it('has functions with rules of their own as nodes, and primitives that no program has', async () => {
    const { code, out } = await judged('jax', 'kernels_jax.py', '--laws', 'form,vjp');
    expect(code).toBe(1);
    expect(out).toMatch(
      /^model +✓ 1 +✓ 1\nmodel-steps +✓ \d +✓ \d\nmodel\.swish_2 +✓ 1 +✗ 1\/1\nmodel\.lgamma_\d +✓ 3 +✓ 3\nmodel\.erf_inv_\d +✓ 3 +✓ 3$/m,
    );
  });
});

function hasModule(name: string): boolean {
  try {
    execFileSync(python, ['-c', `import ${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
