/** Graphs of other frameworks, written by hand in the form of the export scripts. */
import { describe, expect, it } from 'vitest';
import { printProgram } from '../../src/case/print.js';
import { type Shape, sizeOf } from '../../src/case/shape.js';
import { importGraph, inDType, parseGraph } from '../../src/imports/index.js';
import { evaluate, float64 } from '../../src/reference/index.js';

type Node = readonly [op: string, name: string, shape: Shape, args: object];

const filled = (shape: Shape, salt = 0): number[] =>
  Array.from({ length: sizeOf(shape) }, (_, k) => ((5 * k + salt) % 7) / 4 - 0.75);

const array = (name: string, shape: Shape, data = filled(shape, name.length)) => ({
  name,
  dtype: 'float64',
  shape,
  data,
});

const graphOf = (
  graph: 'aten' | 'jaxpr',
  inputs: Readonly<Record<string, Shape>>,
  nodes: readonly Node[],
  outputs = nodes.slice(-1).map(([, name]) => name),
) => ({
  graph,
  inputs: Object.entries(inputs).map(([name, shape]) => ({ ...array(name, shape), kind: 'input' })),
  nodes: nodes.map(([op, name, shape, args]) => ({ op, args, outputs: [array(name, shape)] })),
  outputs,
});

const ref = (name: string) => ({ ref: name });

function imported(json: unknown) {
  const parsed = parseGraph(json);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const made = importGraph(parsed.value);
  if (typeof made === 'string') throw new Error(made);
  return made;
}

function valuesOf(json: unknown): readonly number[][] {
  const { program, inputs } = imported(json);
  const data = inputs.map((input) => input.data);
  const values = evaluate(program, data, float64);
  return program.outputs.map((id) => Array.from(values[id] as ArrayLike<number>));
}

describe('a graph of ATen ops', () => {
  const around = graphOf('aten', { x: [2, 2], w: [2, 2] }, [
    ['aten.mm.default', 'mm', [2, 2], { self: ref('x'), mat2: ref('w') }],
    ['aten.special_i0.default', 'i0', [2, 2], { self: ref('mm') }],
    ['aten.exp.default', 'exp', [2, 2], { self: ref('i0') }],
  ]);

  it('is cut at a node that is unknown: both sides of it are judged', () => {
    const { program, names, inputs, notes } = imported(around);
    expect(printProgram(program)).toMatchInlineSnapshot(`
      "{ a:f64[2,2] b:f64[2,2] c:f64[2,2]
        d:f64[2,2] = matmul a b
        e:f64[2,2] = exp c
        return e d }"
    `);
    expect(names).toEqual(['x', 'w', 'i0']);
    expect(inputs[2]?.data).toEqual(filled([2, 2], 2));
    expect(notes).toEqual([
      'The node i0 (aten.special_i0.default) is cut out, because no step of a program is like it: its inputs are outputs of the program, and its outputs inputs.',
    ]);
  });

  it('is cut, too, at a node whose arguments are not as they are known, which is said', () => {
    const { program, notes } = imported(
      graphOf('aten', { x: [2, 2] }, [
        ['aten.softplus.default', 'soft', [2, 2], { self: ref('x'), beta: 2 }],
        ['aten.tanh.default', 'y', [2, 2], { self: ref('soft') }],
      ]),
    );
    expect(program.steps.map(({ op }) => op)).toEqual(['tanh']);
    expect(notes[0]).toContain('because its beta is not 1');
  });

  it('has one sentence for all nodes that are cut out for one reason; ops that write in place are known', () => {
    const { program, notes } = imported(
      graphOf('aten', { x: [2] }, [
        ['aten.odd.default', 'a', [2], { self: ref('x') }],
        ['aten.add_.Tensor', 'b', [2], { self: ref('a'), other: 1, alpha: 1 }],
        ['aten.odd.default', 'c', [2], { self: ref('b') }],
        ['aten.exp_.default', 'd', [2], { self: ref('c') }],
      ]),
    );
    expect(program.steps.map(({ op }) => op)).toEqual(['add_scalar', 'exp']);
    expect(notes).toEqual([
      '2 nodes, of which a is the first (aten.odd.default), are cut out, because no step of a program is like it: their inputs are outputs of the program, and their outputs inputs.',
    ]);
  });

  it('whose shapes differ from those of the steps is cut there', () => {
    const { notes } = imported(
      graphOf('aten', { x: [2, 2] }, [
        ['aten.sum.dim_IntList', 'sum', [2], { self: ref('x'), dim: [0], keepdim: true }],
        ['aten.exp.default', 'y', [2], { self: ref('sum') }],
      ]),
    );
    expect(notes[0]).toContain('because its value has the shape (2,), and that of the steps would be (1, 2)');
  });

  it('has a node that is unknown as a function of what it may be differentiated by', () => {
    const labels = { ...array('labels', [2], [1, 0]), dtype: 'int64', kind: 'constant' };
    const statistics = { ...array('mean', [1], [0.5]), dtype: 'float32', kind: 'constant' };
    const made = [array('odd.0', [2]), { ...array('odd.1', [2]), dtype: 'int64' }, array('odd.2', [1])];
    const args = {
      tensors: [ref('x'), ref('x')],
      labels: ref('labels'),
      mean: ref('mean'),
      p: 0.5,
      how: 'sum',
    };
    const graph = graphOf('aten', { x: [2] }, []);
    const { opaque, program, notes } = imported({
      ...graph,
      inputs: [...graph.inputs, labels, statistics, { ...made[1], kind: 'frozen' }],
      nodes: [{ op: 'aten.odd.default', args, outputs: made }],
      outputs: ['odd.0'],
    });
    expect(program.steps).toEqual([]);
    expect(notes).toHaveLength(1);
    const fixed = (dtype: string, ...data: number[]) => ({ array: { dtype, shape: [data.length], data } });
    const read = { labels: fixed('int64', 1, 0), mean: fixed('float32', 0.5) };
    const tensors = [{ input: 0 }, { input: 1 }];
    expect(opaque).toMatchObject([
      {
        name: 'odd',
        node: { op: 'aten.odd.default', args: { ...args, ...read, tensors }, outputs: [0, 2] },
        inputs: [
          { name: 'tensors.0', data: filled([2], 1) },
          { name: 'tensors.1', data: filled([2], 1) },
        ],
        recorded: [made[0], made[2]],
      },
    ]);
    const node = opaque[0]?.node;
    expect(node && inDType(node, 'float64').args).toMatchObject({ ...read, mean: fixed('float64', 0.5) });
  });

  it('holds nothing to be judged if no op is known, and no node has a gradient', () => {
    const parsed = parseGraph(graphOf('aten', { x: [1] }, [['aten.odd.default', 'y', [1], { size: [1] }]]));
    expect(parsed.ok && importGraph(parsed.value)).toBe(
      'none of its nodes has an op that is known, so that nothing can be judged',
    );
  });

  it('is read with care: every problem has its path', () => {
    const problemsOf = (json: unknown) => {
      const parsed = parseGraph(json);
      return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
    };
    expect(problemsOf({ ...around, graph: 'onnx' })).toEqual([
      '$.graph: expected one of aten, jaxpr, got "onnx"',
    ]);
    expect(problemsOf({ ...around, outputs: ['z'] })).toEqual(['$.outputs[0]: no array has the name "z"']);
    const short = { ...around, inputs: [{ ...around.inputs[0], data: [1] }, around.inputs[1]] };
    expect(problemsOf(short)).toEqual(['$.inputs[0].data: expected 4 entries for shape (2, 2), got 1']);
  });
});

/** The reader is held to hand-written graphs: JAX itself is not part of the specs. */
describe('a jaxpr', () => {
  it('of a softmax becomes steps', () => {
    const json = graphOf('jaxpr', { x: [2, 3], w: [3, 2] }, [
      [
        'dot_general',
        'a',
        [2, 2],
        {
          in: [ref('x'), ref('w')],
          dimension_numbers: [
            [[1], [0]],
            [[], []],
          ],
          precision: null,
        },
      ],
      ['reduce_max', 'b', [2], { in: [ref('a')], axes: [1] }],
      ['stop_gradient', 'c', [2], { in: [ref('b')] }],
      ['broadcast_in_dim', 'd', [2, 1], { in: [ref('c')], shape: [2, 1], broadcast_dimensions: [0] }],
      ['sub', 'e', [2, 2], { in: [ref('a'), ref('d')] }],
      ['exp', 'f', [2, 2], { in: [ref('e')] }],
      ['reduce_sum', 'g', [2], { in: [ref('f')], axes: [1] }],
      ['broadcast_in_dim', 'h', [2, 1], { in: [ref('g')], shape: [2, 1], broadcast_dimensions: [0] }],
      ['div', 'i', [2, 2], { in: [ref('f'), ref('h')] }],
    ]);
    expect(printProgram(imported(json).program)).toMatchInlineSnapshot(`
      "{ a:f64[2,3] b:f64[3,2]
        c:f64[2,2] = matmul a b
        d:f64[2] = max[axes=(1) keepdims=false] c
        e:f64[2] = detach d
        f:f64[2,1] = reshape[shape=(2,1)] e
        g:f64[2,2] = subtract c f
        h:f64[2,2] = exp g
        i:f64[2] = summation[axes=(1) keepdims=false] h
        j:f64[2,1] = reshape[shape=(2,1)] i
        k:f64[2,2] = divide h j
        return k }"
    `);
    const [[a = 0, b = 0] = []] = valuesOf(json);
    expect(a + b).toBeCloseTo(1, 12);
  });

  it('contracts any axes as an einsum, batches first', () => {
    const attention = graphOf('jaxpr', { q: [2, 3, 2, 4], k: [2, 5, 2, 4] }, [
      [
        'dot_general',
        's',
        [2, 2, 3, 5],
        {
          in: [ref('q'), ref('k')],
          dimension_numbers: [
            [[3], [3]],
            [
              [0, 2],
              [0, 2],
            ],
          ],
        },
      ],
    ]);
    expect(imported(attention).program.steps).toEqual([
      { op: 'einsum', equation: 'abcd,aecd->acbe', args: [0, 1] },
    ]);
  });

  it('has literals, which become numbers of the ops, or inputs of their own', () => {
    const { program, inputs } = imported(
      graphOf('jaxpr', { x: [2] }, [
        ['sub', 'a', [2], { in: [1, ref('x')] }],
        ['mul', 'b', [2], { in: [ref('a'), 0.5] }],
        ['integer_pow', 'c', [2], { in: [ref('b')], y: 3 }],
        ['max', 'd', [2], { in: [ref('c'), 0] }],
        ['div', 'e', [2], { in: [2, ref('d')] }],
      ]),
    );
    expect(program.steps.map(({ op }) => op)).toEqual([
      'negate',
      'add_scalar',
      'mul_scalar',
      'power_scalar',
      'relu',
      'divide',
    ]);
    expect(inputs[1]).toMatchObject({ shape: [], data: [2] });
  });

  it('keeps a comparison as it was, and the rows that an embedding looked up', () => {
    const graph = graphOf('jaxpr', { x: [2, 2], table: [4, 2] }, [
      [
        'gather',
        'rows',
        [2, 2],
        {
          in: [ref('table'), ref('indices')],
          dimension_numbers: { offset_dims: [1], collapsed_slice_dims: [0], start_index_map: [0] },
          slice_sizes: [1, 2],
        },
      ],
      ['select_n', 'y', [2, 2], { in: [ref('gt 1'), ref('x'), ref('rows')] }],
    ]);
    const known = (name: string, shape: Shape, data: number[], kind: string) => ({
      ...array(name, shape, data),
      dtype: 'int64',
      kind,
    });
    const frozen = [known('gt 1', [2, 2], [1, 0, 0, 1], 'frozen'), known('indices', [2, 1], [3, 1], 'input')];
    const { program, notes } = imported({ ...graph, inputs: [...graph.inputs, ...frozen] });
    expect(program.steps).toEqual([
      { op: 'embedding', indices: [3, 1], indicesShape: [2], args: [1] },
      { op: 'where', condition: [1, 0, 0, 1], args: [2, 0] },
    ]);
    expect(notes).toEqual(['gt 1 has no derivative, and is kept as it is at the example inputs.']);
  });
});
