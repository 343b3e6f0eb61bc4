import { describe, expect, it } from 'vitest';
import { type OpName, opNames, vocabulary } from '../../src/case/vocabulary.js';
import { stepBiases } from '../../src/generate/biases-of.js';
import { outputBiases, wiringBiases } from '../../src/generate/graph-biases.js';
import { allBiases, type Bias, biasesOf, space, without, wrappingOps } from '../../src/generate/index.js';
import { shapeBiases } from '../../src/generate/shape-biases.js';
import { viewBiases } from '../../src/generate/view-biases.js';
import { opSamples, programSamples, shareOf } from './samples.js';

/** At least this share of an op's cases shows the bias. */
const inOps: readonly (readonly [OpName, Bias, number])[] = [
  ['add', 'zero-d', 0.08],
  ['add', 'empty', 0.03],
  ['add', 'size-1-axis', 0.25],
  ['add', 'equal-dimensions', 0.15],
  ['add', 'distinct-dimensions', 0.15],
  ['add', 'high-rank', 0.15],
  ['add', 'five-axes', 0.03],
  ['add', 'broadcast-to-empty', 0.01],
  ['broadcast_to', 'broadcast-to-empty', 0.02],
  ['multiply', 'differing-ranks', 0.25],
  ['multiply', 'stretched-axis', 0.15],
  ['multiply', 'mutual-broadcast', 0.03],
  ['multiply', 'repeated-input', 0.05],
  ['multiply', 'unused-input', 0.04],
  ['multiply', 'integer-values', 0.1],
  ['multiply', 'negative-values', 0.6],
  ['multiply', 'zero-values', 0.05],
  ['broadcast_to', 'differing-ranks', 0.2],
  ['broadcast_to', 'stretched-axis', 0.2],
  ['matmul', 'batch-axes', 0.3],
  ['matmul', 'batch-broadcast', 0.15],
  ['matmul', 'one-d-operand', 0.2],
  ['matmul', 'repeated-input', 0.01],
  ['einsum', 'letter-broadcast', 0.05],
  ['summation', 'negative-axis', 0.2],
  ['summation', 'unordered-axes', 0.05],
  ['summation', 'integer-axis', 0.15],
  ['summation', 'null-axes', 0.1],
  ['summation', 'all-axes', 0.05],
  ['summation', 'no-axes', 0.04],
  ['summation', 'keepdims', 0.25],
  ['logsumexp', 'large-values', 0.12],
  ['softmax', 'large-values', 0.12],
  ['tanh', 'large-values', 0.05],
  ['log', 'small-values', 0.05],
  ['sqrt', 'small-values', 0.05],
  ['transpose', 'outer-transpose', 0.15],
  ['transpose', 'null-axes', 0.15],
  ['transpose', 'negative-axis', 0.15],
  ['permute', 'cyclic-permutation', 0.1],
  ['permute', 'negative-axis', 0.2],
  ['power_scalar', 'zero-exponent', 0.05],
  ['power_scalar', 'negative-exponent', 0.2],
  ['power_scalar', 'fractional-exponent', 0.2],
  ['mul_scalar', 'zero-scalar', 0.1],
  ['relu', 'kink', 0.08],
  ['abs', 'kink', 0.08],
  ['maximum', 'kink', 0.12],
  ['minimum', 'kink', 0.12],
  ['clip', 'kink', 0.12],
  ['max', 'kink', 0.3],
  ['min', 'kink', 0.3],
  ['sort', 'kink', 0.3],
  ['sort', 'negative-axis', 0.15],
  ['cumsum', 'negative-axis', 0.15],
  ['var', 'keepdims', 0.25],
  ['layer_norm', 'unordered-axes', 0.05],
  ['where', 'mutual-broadcast', 0.03],
  ['mse_loss', 'stretched-axis', 0.1],
  ['cross_entropy', 'large-values', 0.12],
  ['stack', 'repeated-input', 0.05],
  ['stack', 'negative-axis', 0.15],
  ['concat', 'negative-axis', 0.15],
  ['split', 'negative-axis', 0.15],
  ['flip', 'unordered-axes', 0.05],
  ['slice', 'negative-step', 0.3],
  ['unsqueeze', 'negative-axis', 0.15],
  ['expand', 'stretched-axis', 0.2],
  ['gather', 'repeated-index', 0.3],
  ['embedding', 'repeated-index', 0.3],
  ['scatter_add', 'repeated-index', 0.3],
  ['conv', 'overlapping-windows', 0.3],
  ['conv', 'padded-windows', 0.4],
  ['conv_general', 'overlapping-windows', 0.3],
  ['conv_transpose', 'padded-windows', 0.3],
  ['avg_pool', 'overlapping-windows', 0.3],
  ['max_pool', 'overlapping-windows', 0.3],
  ['max_pool', 'kink', 0.3],
];

/** At least this share of random programs shows the bias. */
const inPrograms: readonly (readonly [Bias, number])[] = [
  ['fan-out', 0.25],
  ['four-uses', 0.005],
  ['diamond', 0.12],
  ['repeated-input', 0.06],
  ['unused-input', 0.06],
  ['unused-step', 0.05],
  ['several-outputs', 0.2],
  ['consumed-output', 0.08],
  ['repeated-output', 0.05],
  ['input-as-output', 0.05],
  ['detach', 0.05],
  ['stretched-axis', 0.08],
  ['batch-broadcast', 0.005],
  ['kink', 0.02],
  ['large-values', 0.05],
];

/** At least this share of wrapped cases of tanh or add shows the bias. */
const inWrapped: readonly (readonly [OpName, Bias, number])[] = [
  ['tanh', 'permuted-operand', 0.05],
  ['tanh', 'expanded-operand', 0.1],
  ['tanh', 'flipped-operand', 0.08],
  ['tanh', 'sliced-operand', 0.12],
  ['tanh', 'views-in-a-row', 0.04],
  ['tanh', 'viewed-result', 0.3],
  ['add', 'constant-operand', 0.08],
  ['tanh', 'constant-operand', 0.08],
  ['tanh', 'equal-steps', 0.04],
  ['tanh', 'equal-inputs', 0.04],
  ['tanh', 'fan-out', 0.08],
  ['tanh', 'consumed-output', 0.06],
  ['tanh', 'input-as-output', 0.03],
];

describe('biases that are sought', () => {
  const cases = new Map(
    [...new Set(inOps.map(([op]) => op))].map((op) => [op, opSamples(op, space(), 1000)]),
  );
  it.each(inOps)('cases of %s show %s in a share of at least %d', (op, bias, least) => {
    expect(shareOf(bias, cases.get(op) ?? [])).toBeGreaterThanOrEqual(least);
  });

  const wrapped = new Map(
    (['tanh', 'add'] as const).map((op) => [op, opSamples(op, space({ wraps: wrappingOps }), 1000)] as const),
  );
  it.each(inWrapped)('wrapped cases of %s show %s in a share of at least %d', (op, bias, least) => {
    expect(shareOf(bias, wrapped.get(op as 'tanh' | 'add') ?? [])).toBeGreaterThanOrEqual(least);
  });

  const programs = programSamples(space(), 2000);
  it.each(inPrograms)('programs show %s in a share of at least %d', (bias, least) => {
    expect(shareOf(bias, programs)).toBeGreaterThanOrEqual(least);
  });

  it('are all of them: no bias has a name and no cases', () => {
    const alone = [...inOps, ...inWrapped].map(([, bias]) => bias);
    expect(new Set([...alone, ...inPrograms.map(([bias]) => bias)])).toEqual(new Set(allBiases));
  });
});

const ofImages: readonly OpName[] = ['conv', 'avg_pool', 'max_pool', 'conv_general', 'conv_transpose'];

describe('a bias that is left out', () => {
  it.each(allBiases)('does not occur: %s', (bias) => {
    const left = space({ biases: without(bias) });
    // A case of detach alone is about nothing else, images have four axes, and entries of one array may be equal.
    const images = (op: OpName) => bias === 'high-rank' && ofImages.includes(op);
    const ordered = (op: OpName) => bias === 'kink' && ['order', 'equal'].includes(vocabulary[op].kink);
    const ops = opNames.filter((op) => op !== bias && !images(op) && !ordered(op));
    const cases = [...ops.flatMap((op) => opSamples(op, left, 40)), ...programSamples(left, 100)];
    expect(shareOf(bias, cases)).toBe(0);
    const wraps = wrappingOps.filter((op) => op !== bias);
    expect(shareOf(bias, opSamples('multiply', { ...left, wraps }, 100))).toBe(0);
  });

  it.each(ofImages)('leaves %s windows that fit its images', (op) => {
    expect(opSamples(op, space({ biases: without('equal-dimensions') }), 400)).toHaveLength(400);
  });

  it('leaves plain cases when all biases but a few are left out', () => {
    const plain = space({
      biases: new Set(['distinct-dimensions', 'negative-values', 'integer-values']),
      ops: ['add', 'matmul', 'tanh'],
    });
    for (const testCase of programSamples(plain, 100)) {
      expect([...plain.biases]).toEqual(expect.arrayContaining([...biasesOf(testCase)]));
    }
  });
});

describe('the biases of a case', () => {
  it('are those of its shapes', () => {
    expect(shapeBiases([])).toEqual(['zero-d']);
    expect(shapeBiases([3])).toEqual([]);
    expect(shapeBiases([2, 2])).toEqual(['equal-dimensions']);
    expect(shapeBiases([1, 0, 2, 3])).toEqual(['high-rank', 'empty', 'size-1-axis', 'distinct-dimensions']);
  });

  it('are those of its steps', () => {
    const sum = { op: 'summation', keepdims: true } as const;
    expect(stepBiases({ ...sum, axes: [-1, 0] }, [[2, 3, 4]])).toEqual([
      'negative-axis',
      'unordered-axes',
      'keepdims',
    ]);
    expect(stepBiases({ ...sum, axes: 1 }, [[2, 3]])).toEqual(['integer-axis', 'keepdims']);
    expect(stepBiases({ op: 'softmax', axes: [0, 1] }, [[2, 3]])).toEqual(['all-axes']);
    expect(stepBiases({ op: 'transpose', axes: [0, 1] }, [[2, 3, 4]])).toEqual(['outer-transpose']);
    expect(stepBiases({ op: 'permute', axes: [1, 2, 0] }, [[2, 3, 4]])).toEqual(['cyclic-permutation']);
    expect(stepBiases({ op: 'permute', axes: [2, 1, 0] }, [[2, 3, 4]])).toEqual([]);
    expect(stepBiases({ op: 'add' }, [[2, 1], [3]])).toEqual([
      'differing-ranks',
      'stretched-axis',
      'mutual-broadcast',
    ]);
    expect(stepBiases({ op: 'add' }, [[2, 3], [3]])).toEqual(['differing-ranks']);
    expect(stepBiases({ op: 'matmul' }, [[3], [2, 3, 1]])).toEqual([
      'differing-ranks',
      'batch-broadcast',
      'batch-axes',
      'one-d-operand',
    ]);
    expect(stepBiases({ op: 'einsum', equation: 'i,i->' }, [[2], [1]])).toEqual(['letter-broadcast']);
    expect(stepBiases({ op: 'einsum', equation: 'i,j->' }, [[2], [1]])).toEqual([]);
    const backwards = { op: 'slice', starts: [null], stops: [null], steps: [-1] } as const;
    expect(stepBiases(backwards, [[3]])).toEqual(['negative-step']);
    const diagonal = { op: 'gather', axis: -1, index: [0, 1, 1, 0], indexShape: [2, 2] } as const;
    expect(stepBiases(diagonal, [[2, 2]])).toEqual(['negative-axis']);
    expect(stepBiases({ ...diagonal, axis: 1, index: [0, 1, 1, 1] }, [[2, 2]])).toEqual(['repeated-index']);
    const image = [1, 4, 4, 1];
    expect(stepBiases({ op: 'conv', stride: 1, padding: 1 }, [image, [2, 2, 1, 1]])).toEqual([
      'overlapping-windows',
      'padded-windows',
    ]);
    expect(stepBiases({ op: 'avg_pool', kernel: 2, stride: 2 }, [image])).toEqual([]);
    expect(stepBiases({ op: 'power_scalar', scalar: -0.5 }, [[2]])).toEqual([
      'negative-exponent',
      'fractional-exponent',
    ]);
  });

  it('are those of its views, its constants and its equal steps', () => {
    const inputs = [{ dtype: 'float64', shape: [2, 3] }] as const;
    const turned = { op: 'transpose', axes: [0, 1], args: [0] } as const;
    const mirrored = { op: 'flip', axes: [0], args: [1] } as const;
    expect(viewBiases({ inputs, steps: [turned] })).toEqual([]);
    expect(viewBiases({ inputs, steps: [turned, { op: 'exp', args: [1] }] })).toEqual(['permuted-operand']);
    expect(viewBiases({ inputs, steps: [turned, mirrored, { op: 'exp', args: [2] }] })).toEqual([
      'permuted-operand',
      'views-in-a-row',
      'flipped-operand',
    ]);
    expect(viewBiases({ inputs, steps: [{ op: 'exp', args: [0] }, mirrored] })).toEqual(['viewed-result']);
    const twice = [
      { op: 'exp', args: [0] },
      { op: 'exp', args: [0] },
    ] as const;
    expect(viewBiases({ inputs, steps: twice })).toEqual(['equal-steps']);
    const constant = [
      { op: 'detach', args: [0] },
      { op: 'multiply', args: [1, 0] },
    ] as const;
    expect(viewBiases({ inputs, steps: constant })).toEqual(['constant-operand']);
  });

  it('are those of its graph', () => {
    const inputs = [{ dtype: 'float64', shape: [] }] as const;
    const square = { op: 'multiply', args: [0, 0] } as const;
    const back = { op: 'add', args: [1, 0] } as const;
    expect(wiringBiases({ inputs, steps: [square] })).toEqual(['repeated-input']);
    expect(wiringBiases({ inputs, steps: [square, back] })).toEqual(['repeated-input', 'fan-out', 'diamond']);
    expect(outputBiases({ inputs, steps: [square], outputs: [0] })).toEqual([
      'unused-step',
      'input-as-output',
    ]);
    expect(outputBiases({ inputs, steps: [square, back], outputs: [1, 1, 2] })).toEqual([
      'several-outputs',
      'repeated-output',
      'consumed-output',
    ]);
  });
});
