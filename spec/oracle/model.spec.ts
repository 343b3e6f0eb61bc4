import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backproof, inOwnFolder } from '../cli/in-own-folder.js';

const adapters = resolve('spec/fixtures/broken-adapters/adapters.mjs');
const hello = [process.execPath, resolve('adapters/hello/hello.mjs')];
const wrong = [process.execPath, adapters, 'wrong-gradients'];
inOwnFolder();

const oracle = (model: object, command: readonly string[], ...options: readonly string[]) => {
  writeFileSync('model.json', JSON.stringify(model));
  return backproof('oracle', '--model', 'model.json', ...options, '--', ...command);
};

const type = { dtype: 'float64', shape: [2] };
/** (a + b) · a, negated */
const program = {
  inputs: [type, type],
  steps: [
    { op: 'add', args: [0, 1] },
    { op: 'multiply', args: [2, 0] },
    { op: 'negate', args: [3] },
  ],
  outputs: [4],
};
/** For adapters that have nothing else. */
const negated = {
  inputs: [type],
  steps: [0, 1, 2].map((id) => ({ op: 'negate', args: [id] })),
  outputs: [3],
};
const tensor = (...data: number[]) => ({ ...type, data });
const ref = (name: string) => ({ ref: name });
const array = (name: string, ...data: number[]) => ({ name, ...tensor(...data) });

describe('backproof oracle --model', () => {
  it('judges a program, whose inputs it draws, as a whole and step by step', async () => {
    const { code, out, err } = await oracle(program, hello);
    expect(err).toBe(
      'The model: 3 steps of 3 ops, 2 inputs with 4 entries in all, 1 output.\nIts inputs are numbers between -2 and 2, drawn with seed 1.',
    );
    expect(out).toMatch(
      /^hello 1, float64, eager, seed 1\n\n +value +form +vjp .*\nmodel +✓ 1 .*\nmodel-steps +✓ 3/,
    );
    expect(code).toBe(0);
  });

  it('is judged in shards, whose reports merge to that of one run', async () => {
    const reportOf = async (...options: readonly string[]) => {
      const { out } = await oracle(negated, wrong, '--laws', 'value,vjp', '--format', 'json', ...options);
      return out;
    };
    const whole = JSON.parse(await reportOf());
    const parts = ['1/2', '2/2'].map((part, index) => ({ part, file: `part-${index}.json` }));
    for (const { part, file } of parts) writeFileSync(file, await reportOf('--shard', part));
    const merged = await backproof('merge', '--format', 'json', ...parts.map(({ file }) => file));
    expect(merged.code).toBe(1);
    const { matrix, failures } = JSON.parse(merged.out);
    expect(matrix).toEqual(whole.matrix);
    expect(matrix['model-steps'].value.agree).toBe(3);
    expect(failures[0]).toEqual(whole.failures[0]);
    expect((await backproof('merge', 'part-0.json', 'part-0.json')).err).toContain(
      'part-0.json and part-0.json are both shard 1/2',
    );
  });

  it('judges a case with its own inputs; one without cotangents gets some', async () => {
    const own = { program: negated, inputs: [tensor(1, 2)], mode: 'eager', order: 1, directions: [] };
    const cotangents = [[tensor(2, -3)]];
    expect((await oracle({ ...own, cotangents }, hello)).code).toBe(0);
    const { code, out } = await oracle({ ...own, cotangents: [] }, wrong, '--format', 'json');
    expect(code).toBe(1);
    const report = JSON.parse(out);
    expect(Object.keys(report.matrix)).toEqual(['model', 'model-steps']);
    expect(report.failures[0].case.cotangents[0][0].data).toHaveLength(1);
  });

  it('saves a failure in its fewest steps, where replay and a later run with the corpus find it', async () => {
    const { code, out, err } = await oracle(negated, wrong, '--corpus', 'corpus');
    expect(code).toBe(1);
    expect(err).toContain('A failure of 3 steps was reduced to 1 step.');
    const [, file = ''] = /replay (\S+\.json) --/.exec(out) ?? [];
    expect(file).toMatch(/^corpus\/negate\//);
    expect(existsSync(file)).toBe(true);
    expect(JSON.parse(readFileSync(file, 'utf8')).program.steps).toHaveLength(1);
    expect((await backproof('replay', file, '--', ...wrong)).code).toBe(1);
    expect((await backproof('replay', file, '--', ...hello)).code).toBe(0);
  });

  it('judges a graph around the nodes that are unknown to it, or to the adapter, and names them', async () => {
    const graph = {
      graph: 'aten',
      inputs: [{ ...array('x', 1, -2), kind: 'input' }],
      nodes: [
        { op: 'aten.mul.Tensor', args: { self: ref('x'), other: ref('x') }, outputs: [array('mul', 1, 4)] },
        { op: 'aten.odd.default', args: { self: ref('mul') }, outputs: [array('odd', 3, 5)] },
        {
          op: 'aten.exp.default',
          args: { self: ref('odd') },
          outputs: [array('exp', 20.085537, 148.413159)],
        },
        { op: 'aten.neg.default', args: { self: ref('exp') }, outputs: [array('neg', 20, -148.413159)] },
      ],
      outputs: ['neg'],
    };
    const { code, err, out } = await oracle(graph, hello);
    expect(code).toBe(0);
    expect(err).toMatchInlineSnapshot(`
      "The model: 2 steps of 2 ops and 1 function, 2 inputs with 4 entries in all, 2 outputs.
      The node odd (aten.odd.default) is cut out, because no step of a program is like it: its inputs are outputs of the program, and its outputs inputs.
      The value of the node neg was 20 (entry 0) where the graph was traced, and is -20.085536923187668 in the program, so that its op may have been read wrongly; the program is judged as it is.
      The implementation lacks exp: these steps are cut out, and what they make is given as inputs.
      model.odd is not judged: the adapter runs no single nodes of aten graphs."
    `);
    expect(out).toMatch(/model-steps +✓ 2/);
  });

  it('says in a sentence what it cannot judge', async () => {
    const said = async (model: object, ...options: string[]) => {
      const { code, err } = await oracle(model, hello, ...options);
      return { code, err: err.split('\nSee:')[0] };
    };
    expect(await said({ a: 1 })).toMatchObject({ code: 2 });
    expect((await said({ ...program, outputs: [9] })).err).toMatchInlineSnapshot(`
      "model.json holds no model: neither a case, nor a program, nor a graph that an export script wrote.
      $.outputs[0]: id 9 is not defined here; a step refers only to ids 0 … 4"
    `);
    expect((await said(program, '--runs', '3')).err).toBe(
      '--runs is about drawn cases; with --model there are none. Leave one of them out.',
    );
    const exp = { inputs: [type], steps: [{ op: 'exp', args: [0] }], outputs: [1] };
    expect(await said(exp)).toEqual({
      code: 2,
      err: 'The implementation has no op of the model, which takes exp.',
    });
    const impossible = {
      inputs: [type],
      steps: [
        { op: 'add_scalar', args: [0], scalar: -9 },
        { op: 'log', args: [1] },
      ],
      outputs: [2],
    };
    expect((await said(impossible)).err).toMatchInlineSnapshot(`
      "model.json holds no model: neither a case, nor a program, nor a graph that an export script wrote.
      $: no inputs were found for the program: log b takes only positive entries in argument 0, and got -8.04; give a case, which has inputs"
    `);
    expect((await backproof('oracle', '--model', 'none.json', '--', ...hello)).err).toContain(
      'There is no file "none.json".',
    );
  });
});
