/**
 * Mistakes as people make them who have read an exercise's README and nothing else, in the words of a submission: each
 * has the name of what it is, or none. A wrong name is never given.
 */
import { describe, expect, it } from 'vitest';
import { nameOfBackward, nameOfRealize, nameOfRule } from './in-process.js';

type Mistake = readonly [
  what: string,
  op: Parameters<typeof nameOfRule>[0],
  body: string,
  name: string | undefined,
];

const ab = 'const [a, b] = node.inputs;';
const x = 'const [x] = node.inputs;';
const kept = 'const kept = reduceShape(x.shape, this.axes, true, this.name);';

const rules: readonly Mistake[] = [
  // elementwise
  ['both get outGrad', 'subtract', 'return [outGrad, outGrad];', 'subtract-adds-to-the-subtrahend'],
  [
    'a copy for the second',
    'subtract',
    'return [outGrad, mulScalar(outGrad, 1)];',
    'subtract-adds-to-the-subtrahend',
  ],
  ['the brackets are forgotten', 'negate', 'return negate(outGrad);', 'negate-forgets-the-brackets'],
  [
    'nothing is returned',
    'multiply',
    `${ab} [multiply(outGrad, b), multiply(outGrad, a)];`,
    'multiply-returns-nothing',
  ],
  [
    'each its own factor',
    'multiply',
    `${ab} return [multiply(a, outGrad), multiply(b, outGrad)];`,
    'multiply-gives-each-its-own-factor',
  ],
  [
    'indexOf finds the same input',
    'subtract',
    'const grads = [outGrad, negate(outGrad)]; return node.inputs.map((each) => grads[node.inputs.indexOf(each)]);',
    'subtract-finds-its-inputs-by-identity',
  ],
  [
    'detached',
    'multiply',
    `${ab} return [multiply(outGrad, b.detach()), multiply(outGrad, a.detach())];`,
    'multiply-takes-its-inputs-for-constants',
  ],
  [
    'detached as a whole',
    'divide',
    `${ab} return [divide(outGrad, b).detach(), negate(divide(multiply(outGrad, a), multiply(b, b))).detach()];`,
    'divide-detaches-its-gradient',
  ],
  [
    '+ for −',
    'divide',
    `${ab} return [divide(outGrad, b), multiply(outGrad, divide(a, powerScalar(b, 2)))];`,
    'divide-denominator-has-the-wrong-sign',
  ],
  [
    '−a/b',
    'divide',
    `${ab} return [divide(outGrad, b), multiply(outGrad, negate(divide(a, b)))];`,
    'divide-denominator-is-not-squared',
  ],
  [
    'swapped',
    'divide',
    `${ab} return [negate(divide(multiply(outGrad, a), multiply(b, b))), divide(outGrad, b)];`,
    'divide-swaps-the-adjoints',
  ],
  [
    'the input as the mask',
    'relu',
    'return [multiply(outGrad, relu(node.inputs[0]))];',
    'relu-multiplies-with-its-value',
  ],
  [
    'the mask of the output, ≥',
    'relu',
    'return [multiply(outGrad, mask(node, (entry) => (entry >= 0 ? 1 : 0)))];',
    'relu-passes-through',
  ],
  ['passes through', 'abs', 'return [outGrad];', 'abs-passes-through'],
  ['x / |x|', 'abs', `${x} return [multiply(outGrad, divide(x, abs(x)))];`, 'abs-is-nan-at-zero'],
  [
    'both full at ties',
    'maximum',
    `${ab} return [multiply(outGrad, maskOfPair(a, b, (p, q) => (p >= q ? 1 : 0))), multiply(outGrad, maskOfPair(a, b, (p, q) => (q >= p ? 1 : 0)))];`,
    'maximum-counts-ties-twice',
  ],
  [
    'both dropped at ties',
    'maximum',
    `${ab} return [multiply(outGrad, maskOfPair(a, b, (p, q) => (p > q ? 1 : 0))), multiply(outGrad, maskOfPair(b, a, (p, q) => (p > q ? 1 : 0)))];`,
    'maximum-drops-ties',
  ],
  [
    'the branches of maximum',
    'minimum',
    `${ab} const half = (p, q) => (p === q ? 0.5 : p > q ? 1 : 0); return [multiply(outGrad, maskOfPair(a, b, half)), multiply(outGrad, maskOfPair(b, a, half))];`,
    'minimum-swaps-the-branches',
  ],
  [
    'adds the scalar',
    'add_scalar',
    'return [addScalar(outGrad, this.scalar)];',
    'add-scalar-adds-to-the-cotangent',
  ],
  ['passes through', 'mul_scalar', 'return [outGrad];', 'mul-scalar-forgets-the-scalar'],
  [
    'writes outGrad',
    'mul_scalar',
    'const { data } = realize(outGrad); for (let at = 0; at < data.length; at++) data[at] = this.scalar * data[at]; return [outGrad];',
    'mul-scalar-writes-over-the-cotangent',
  ],
  // exponential
  [
    'the slope of sigmoid',
    'tanh',
    'return [multiply(outGrad, multiply(node, addScalar(negate(node), 1)))];',
    'tanh-takes-the-slope-of-sigmoid',
  ],
  [
    'the slope of tanh',
    'sigmoid',
    'return [multiply(outGrad, addScalar(negate(multiply(node, node)), 1))];',
    'sigmoid-takes-the-slope-of-tanh',
  ],
  ['−cos', 'cos', 'return [negate(multiply(outGrad, cos(node.inputs[0])))];', 'cos-is-minus-cos'],
  ['+sin', 'cos', 'return [multiply(outGrad, sin(node.inputs[0]))];', 'cos-forgets-the-sign'],
  [
    'xⁿ − 1',
    'power_scalar',
    `${x} return [multiply(outGrad, mulScalar(addScalar(powerScalar(x, this.scalar), -1), this.scalar))];`,
    'power-scalar-subtracts-one-from-the-power',
  ],
  [
    'n(n−1)x',
    'power_scalar',
    `${x} return [multiply(outGrad, mulScalar(x, this.scalar * (this.scalar - 1)))];`,
    'power-scalar-multiplies-where-it-must-raise',
  ],
  [
    'n·xⁿ',
    'power_scalar',
    `${x} return [multiply(outGrad, mulScalar(powerScalar(x, this.scalar), this.scalar))];`,
    'power-scalar-keeps-the-exponent',
  ],
  [
    '(n−1)xⁿ⁻¹',
    'power_scalar',
    `${x} return [mulScalar(multiply(outGrad, powerScalar(x, this.scalar - 1)), this.scalar - 1)];`,
    'power-scalar-lowers-the-factor-too',
  ],
  [
    'swapped',
    'power',
    `${ab} return [multiply(outGrad, multiply(node, log(a))), multiply(outGrad, multiply(b, power(a, addScalar(b, -1))))];`,
    'power-swaps-the-adjoints',
  ],
  ['without outGrad', 'exp', 'return [node];', 'exp-returns-its-value'],
  ['forgets ½', 'sqrt', `${x} return [divide(outGrad, sqrt(x))];`, 'sqrt-forgets-the-half'],
  // shape
  ['guesses the axes', 'transpose', 'return [transpose(outGrad)];', 'transpose-ignores-the-axes'],
  ['the same permutation', 'permute', 'return [permute(outGrad, this.axes)];', 'permute-is-not-inverted'],
  ['not summed', 'broadcast_to', 'return [outGrad];', 'forgets-to-sum-broadcast'],
  [
    'the rank stays',
    'broadcast_to',
    `${x} return [summation(outGrad, broadcastAxes(x.shape, node.shape), true)];`,
    'broadcast-keeps-size-1-axes',
  ],
  [
    'aligned left',
    'broadcast_to',
    `${x} const axes = node.shape.flatMap((size, axis) => (x.shape[axis] === size ? [] : [axis])); return [reshape(summation(outGrad, axes), x.shape)];`,
    'broadcast-is-aligned-left',
  ],
  ['passes the sum on', 'summation', 'return [outGrad];', 'summation-returns-the-shape-of-the-sum'],
  [
    'the axis by its size',
    'summation',
    `${x} const kept = []; let at = 0; for (const size of x.shape) kept.push(outGrad.shape[at] === size ? outGrad.shape[at++] : 1); return [broadcastTo(reshape(outGrad, kept), x.shape)];`,
    'summation-finds-its-axes-by-size',
  ],
  ['all ones', 'summation', `${x} return [ones(x.shape, { dtype: x.dtype })];`, 'summation-is-all-ones'],
  [
    'not divided',
    'mean',
    `${x} ${kept} return [broadcastTo(reshape(outGrad, kept), x.shape)];`,
    'mean-forgets-to-divide',
  ],
  // matmul
  [
    'no transposes',
    'matmul',
    `${ab} return [matmul(outGrad, b), matmul(a, outGrad)];`,
    'matmul-does-not-transpose',
  ],
  [
    'the factors swapped',
    'matmul',
    `${ab} return [matmul(transpose(b), outGrad), matmul(outGrad, transpose(a))];`,
    'matmul-swaps-the-factors',
  ],
  // stable
  [
    'the sign of softmax',
    'softmax',
    'return [multiply(node, add(outGrad, summation(multiply(outGrad, node), this.axes, true)))];',
    'softmax-adds-the-sum',
  ],
  [
    'the diagonal alone',
    'softmax',
    'return [multiply(outGrad, multiply(node, addScalar(negate(node), 1)))];',
    'softmax-keeps-only-the-diagonal',
  ],
  [
    'Σḡ without p',
    'softmax',
    'return [multiply(node, subtract(outGrad, summation(outGrad, this.axes, true)))];',
    'softmax-sums-without-the-probabilities',
  ],
  ['no sum', 'logsoftmax', 'return [subtract(outGrad, exp(node))];', 'logsoftmax-forgets-the-sum'],
];

/** Like a mistake that has a name, and another one. */
const unlisted: readonly Mistake[] = [
  [
    'detached, and wrong already',
    'multiply',
    `${ab} return [multiply(outGrad, a).detach(), multiply(outGrad, b).detach()];`,
    undefined,
  ],
  [
    'detached, and the sign wrong',
    'cos',
    'return [multiply(outGrad, sin(node.inputs[0].detach()))];',
    undefined,
  ],
  ['3.14 for π', 'sin', 'return [multiply(outGrad, sin(addScalar(node.inputs[0], 3.14 / 2)))];', undefined],
  ['a guard against 0', 'log', 'return [divide(outGrad, addScalar(node.inputs[0], 1e-3))];', undefined],
  [
    'y(1 − y), halved',
    'sigmoid',
    'return [mulScalar(multiply(outGrad, multiply(node, addScalar(negate(node), 1))), 0.5)];',
    undefined,
  ],
  [
    'leaky',
    'relu',
    'return [multiply(outGrad, mask(node.inputs[0], (entry) => (entry > 0 ? 1 : 0.01)))];',
    undefined,
  ],
  [
    'in float32',
    'subtract',
    'return [outGrad, Tensor.fromData({ ...outGrad.toData(), data: outGrad.toData().data.map(Math.fround) })];',
    undefined,
  ],
  [
    'the wrong axis',
    'softmax',
    'return [multiply(node, subtract(outGrad, summation(multiply(outGrad, node), 0, true)))];',
    undefined,
  ],
  [
    'an axis of size 1 more',
    'negate',
    'return [reshape(negate(outGrad), [1, ...outGrad.shape])];',
    undefined,
  ],
  [
    'matmul, reshaped and swapped',
    'matmul',
    `${ab} return [reshape(matmul(transpose(b), outGrad), a.shape), matmul(transpose(a), outGrad)];`,
    undefined,
  ],
  [
    'a sum that keeps nothing',
    'mean',
    `${x} return [divideScalar(ones(x.shape, { dtype: x.dtype }), sizeOf(x.shape))];`,
    undefined,
  ],
];

describe('a rule as it is written by mistake', () => {
  it.each([...rules, ...unlisted])('%s, in %s', async (_, op, body, name) => {
    expect(await nameOfRule(op, body)).toBe(name);
  });
});

/** Nodes are put in order by depth-first search with marks: right, and not the order of ours. */
const anotherOrder = `
  const order = [];
  const seen = new Set();
  const stack = outputs.filter((output) => output.requiresGrad).map((node) => [node, false]).reverse();
  while (stack.length > 0) {
    const [node, done] = stack.pop();
    if (done) { order.push(node); continue; }
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push([node, true]);
    for (const input of [...node.inputs].reverse()) if (input.requiresGrad && !seen.has(input)) stack.push([input, false]);
  }
  return order;`;

const walk = (give: string) => `
  const adjoints = new Map(seeds);
  for (const node of [...order].reverse()) {
    const outGrad = adjoints.get(node);
    if (!outGrad || !node.op) continue;
    const grads = gradientOf(node, outGrad);
    for (const [i, input] of node.inputs.entries()) { if (!input.requiresGrad) continue; ${give} }
  }
  return adjoints;`;

const kahn = `
  const uses = new Map();
  const nodes = new Set();
  const open = outputs.filter((output) => output.requiresGrad);
  while (open.length > 0) {
    const node = open.pop();
    if (nodes.has(node)) continue;
    nodes.add(node);
    for (const input of node.inputs) { uses.set(input, (uses.get(input) ?? 0) + 1); if (input.requiresGrad) open.push(input); }
  }
  const ready = [...nodes].filter((node) => !uses.has(node));
  const order = [];
  while (ready.length > 0) {
    const node = ready.shift();
    order.push(node);
    for (const input of node.inputs) {
      uses.set(input, uses.get(input) - 1);
      if (uses.get(input) === 0 && input.requiresGrad) ready.push(input);
    }
  }
  return order.reverse();`;

const search = (take: string) => `
  const order = [];
  const seen = new Set();
  const open = [...outputs];
  while (open.length > 0) {
    const node = ${take};
    if (!node.requiresGrad || seen.has(node)) continue;
    seen.add(node);
    order.push(node);
    open.push(...node.inputs);
  }
  return order.reverse();`;

describe('a walk as it is written by mistake', () => {
  it.each([
    ['= for +=', { propagate: walk('adjoints.set(input, grads[i]);') }, 'overwrites-where-it-must-add'],
    [
      '= for +=, along an order of their own',
      { topologicalOrder: kahn, propagate: walk('adjoints.set(input, grads[i]);') },
      'overwrites-where-it-must-add',
    ],
    [
      'the first stays',
      { topologicalOrder: kahn, propagate: walk('if (!adjoints.has(input)) adjoints.set(input, grads[i]);') },
      'keeps-only-the-first-adjoint',
    ],
    ['breadth first', { topologicalOrder: search('open.shift()') }, 'walks-in-pre-order'],
    [
      'breadth first, and a walk of their own',
      {
        topologicalOrder: search('open.shift()'),
        propagate: walk(
          'const sum = adjoints.get(input); adjoints.set(input, sum ? add(sum, grads[i]) : grads[i]);',
        ),
      },
      'walks-in-pre-order',
    ],
    [
      'depth first, parents before children',
      { topologicalOrder: search('open.pop()') },
      'walks-depth-first-in-pre-order',
    ],
    [
      'the order is turned round',
      { topologicalOrder: kahn.replace('order.reverse()', 'order') },
      'returns-the-order-reversed',
    ],
    [
      'the first output alone',
      { topologicalOrder: kahn.replace('outputs.filter', 'outputs.slice(0, 1).filter') },
      'starts-from-the-first-output-only',
    ],
    [
      'recursion',
      {
        topologicalOrder:
          'const order = []; const seen = new Set(); const go = (node) => { if (seen.has(node) || !node.requiresGrad) return; seen.add(node); node.inputs.forEach(go); order.push(node); }; outputs.forEach(go); return order;',
      },
      'recursion-overflows',
    ],
    [
      'recursion in the walk',
      {
        propagate:
          'const adjoints = new Map(seeds); const at = (i) => { if (i < 0) return; const node = order[i]; const outGrad = adjoints.get(node); if (node.op && outGrad) gradientOf(node, outGrad).forEach((grad, k) => { const input = node.inputs[k]; if (input.requiresGrad) adjoints.set(input, adjoints.has(input) ? add(adjoints.get(input), grad) : grad); }); at(i - 1); }; at(order.length - 1); return adjoints;',
      },
      undefined,
    ],
  ] as const)('%s', async (_, bodies, name) => {
    expect(await nameOfBackward(bodies)).toBe(name);
  });

  it('is right along any order that is one', async () => {
    await expect(nameOfBackward({ topologicalOrder: kahn })).rejects.toThrow('nothing fails');
    await expect(nameOfBackward({ topologicalOrder: anotherOrder })).rejects.toThrow('nothing fails');
  });
});

describe('a lazy graph computed by mistake', () => {
  it.each([
    [
      'recursion',
      'if (tensor.cachedData) return tensor.cachedData; tensor.inputs.forEach((input) => { if (!input.cachedData) realize(input); }); tensor.settle(computeOf(tensor)); return tensor.cachedData;',
      'realize-recursion-overflows',
    ],
    [
      'the output alone',
      'if (!tensor.cachedData) tensor.settle(computeOf(tensor)); return tensor.cachedData;',
      'realize-computes-the-output-only',
    ],
  ] as const)('%s', async (_, body, name) => {
    expect(await nameOfRealize(body)).toBe(name);
  });
});
