import { expect, test } from 'vitest';
import { printProgram } from '../../src/case/print.js';
import {
  exp,
  grad,
  interpret,
  lazily,
  multiply,
  printNode,
  relu,
  summation,
  Tensor,
  tensor,
  toDot,
  toMermaid,
  toProgram,
} from '../../src/engine/index.js';

const x = tensor([[1, 2, 3]], { requiresGrad: true });
const graph = () => summation(multiply(exp(x), x), [0, 1]);

test('printNode lists the graph, one line per node', () => {
  expect(printNode(graph())).toMatchInlineSnapshot(`
    "a = leaf                                     float64 (1, 3) requires grad: [[1, 2, 3]]
    b = exp a                                    float64 (1, 3) requires grad: [[2.718281828459045, 7.38905609893065, 20.085536923187668]]
    c = multiply b a                             float64 (1, 3) requires grad: [[2.718281828459045, 14.7781121978613, 60.256610769563004]]
    d = summation[axes=(0, 1) keepdims=false] c  float64 () requires grad: 77.75300479588336"
  `);
});

test('printNode computes nothing', () => {
  const y = lazily(graph);
  expect(printNode(y)).toMatchInlineSnapshot(`
    "a = leaf                                     float64 (1, 3) requires grad: [[1, 2, 3]]
    b = exp a                                    float64 (1, 3) requires grad: not computed yet
    c = multiply b a                             float64 (1, 3) requires grad: not computed yet
    d = summation[axes=(0, 1) keepdims=false] c  float64 () requires grad: not computed yet"
  `);
  expect(y.cachedData).toBeUndefined();
});

test('toDot draws the graph for Graphviz', () => {
  expect(toDot([graph()])).toMatchInlineSnapshot(`
    "digraph {
      a [label="a: leaf, float64 (1, 3)" shape=box];
      b [label="b: exp, float64 (1, 3)"];
      a -> b;
      c [label="c: multiply, float64 (1, 3)"];
      b -> c;
      a -> c;
      d [label="d: summation[axes=(0, 1) keepdims=false], float64 ()"];
      c -> d;
    }"
  `);
});

test('toMermaid draws it for Mermaid', () => {
  expect(toMermaid([graph()])).toMatchInlineSnapshot(`
    "graph TD
      n_a["a: leaf, float64 (1, 3)"]
      n_b(["b: exp, float64 (1, 3)"])
      n_a --> n_b
      n_c(["c: multiply, float64 (1, 3)"])
      n_b --> n_c
      n_a --> n_c
      n_d(["d: summation[axes=(0, 1) keepdims=false], float64 ()"])
      n_c --> n_d"
  `);
});

test('toProgram turns a graph into a program of its leaves, then its constants', () => {
  const c = tensor([[10, 20, 30]]);
  const y = summation(multiply(exp(x), c), -1);
  const { program, constants } = toProgram([y], [x]);
  expect(printProgram(program)).toMatchInlineSnapshot(`
    "{ a:f64[1,3] b:f64[1,3]
      c:f64[1,3] = exp a
      d:f64[1,3] = multiply c b
      e:f64[1] = summation[axes=-1 keepdims=false] d
      return e }"
  `);
  expect(constants).toEqual([c.toData()]);
  const [again] = interpret(program, [x, ...constants.map((data) => Tensor.fromData(data))]);
  expect(again?.toArray()).toEqual(y.toArray());
});

test('toProgram takes what is outside the vocabulary, as the mask of relu, for a constant', () => {
  const [slope] = lazily(() => grad(summation(relu(x)), [x])) as [Tensor];
  const { program, constants } = toProgram([slope], [x]);
  expect(printProgram(program)).toMatchInlineSnapshot(`
    "{ a:f64[1,3] b:f64[] c:f64[1,3]
      d:f64[1,1] = reshape[shape=(1,1)] b
      e:f64[1,3] = broadcast_to[shape=(1,3)] d
      f:f64[1,3] = multiply e c
      return f }"
  `);
  expect(constants.at(-1)?.data).toEqual([1, 1, 1]);
});
