import { describe, expect, test } from 'vitest';
import { printStep } from '../../src/case/print.js';
import type { Shape } from '../../src/case/shape.js';
import { opNames, type Step } from '../../src/case/vocabulary.js';
import { eagerly, lazily } from '../../src/engine/index.js';
import {
  computationOf,
  decimals,
  differences,
  engineGradients,
  gradientFunction,
} from './central-differences.js';

/** A step, the shapes of its arguments, and the smallest entry of each (−1 unless told). */
type Example = readonly [step: Step, shapes: readonly Shape[], from?: number];

/** Ops that join, cut, index, contract, and slide windows. */
const structural: readonly Example[] = [
  [
    { op: 'stack', args: [0, 1, 0], axis: -1 },
    [
      [2, 3],
      [2, 3],
    ],
  ],
  [
    { op: 'concat', args: [0, 1], axis: 1 },
    [
      [2, 3],
      [2, 1],
    ],
  ],
  [{ op: 'split', args: [0], axis: 1, index: 2 }, [[2, 3, 2]]],
  [{ op: 'flip', args: [0], axes: [0, -1] }, [[2, 3, 2]]],
  [{ op: 'dilate', args: [0], axes: [0, 1], dilation: 2 }, [[2, 3]]],
  [{ op: 'undilate', args: [0], axes: 1, dilation: 1 }, [[2, 5]]],
  [
    {
      op: 'pad',
      args: [0],
      padding: [
        [1, 0],
        [0, 2],
      ],
    },
    [[2, 3]],
  ],
  [
    {
      op: 'pad',
      args: [0],
      padding: [
        [-1, 2],
        [1, -3],
      ],
    },
    [[2, 3]],
  ],
  [{ op: 'slice', args: [0], starts: [1, null], stops: [null, 0], steps: [2, -2] }, [[5, 4]]],
  [{ op: 'slice', args: [0], starts: [-1, 3], stops: [null, 1], steps: [-3, 1] }, [[5, 4]]],
  [{ op: 'squeeze', args: [0], axes: [-1, 0] }, [[1, 3, 1]]],
  [{ op: 'unsqueeze', args: [0], axes: [-1, 0] }, [[2, 3]]],
  [{ op: 'expand', args: [0], shape: [2, -1, 3] }, [[2, 1]]],
  [{ op: 'gather', args: [0], axis: 1, index: [0, 2, 2, 1, 1, 1], indexShape: [2, 3] }, [[2, 3]]],
  [{ op: 'embedding', args: [0], indices: [1, 0, 1], indicesShape: [3, 1] }, [[2, 3]]],
  [
    { op: 'scatter_add', args: [0, 1], axis: -1, index: [2, 0, 2, 1, 1, 2] },
    [
      [2, 3],
      [2, 3],
    ],
  ],
  [{ op: 'scatter_add', args: [0, 1], axis: 0, index: [1, 1, 0, 1, 1] }, [[2], [5]]],
  [
    { op: 'index_put', args: [0, 1], indices: [2, 0] },
    [
      [3, 2],
      [2, 2],
    ],
  ],
  [
    { op: 'einsum', args: [0, 1], equation: 'bij,bjk->ki' },
    [
      [2, 2, 3],
      [2, 3, 2],
    ],
  ],
  [{ op: 'einsum', args: [0, 1], equation: 'ij,k->j' }, [[2, 3], [2]]],
  [{ op: 'einsum', args: [0], equation: 'ijk->ki' }, [[2, 3, 2]]],
  [
    { op: 'conv', args: [0, 1], stride: 1, padding: 1 },
    [
      [2, 3, 3, 2],
      [3, 3, 2, 2],
    ],
  ],
  [
    { op: 'conv', args: [0, 1], stride: 2, padding: 0 },
    [
      [1, 4, 5, 1],
      [3, 2, 1, 2],
    ],
  ],
  [
    { op: 'conv', args: [0, 1], stride: 3, padding: 2 },
    [
      [1, 4, 4, 2],
      [2, 2, 2, 1],
    ],
  ],
  [
    { op: 'conv_general', args: [0, 1], stride: [2, 1], padding: [1, 2], dilation: [1, 2], groups: 2 },
    [
      [2, 4, 3, 4],
      [2, 2, 2, 4],
    ],
  ],
  [
    { op: 'conv_general', args: [0, 1], stride: [1, 3], padding: [0, 1], dilation: [2, 1], groups: 1 },
    [
      [1, 4, 5, 2],
      [2, 3, 2, 1],
    ],
  ],
  [
    {
      op: 'conv_transpose',
      args: [0, 1],
      stride: [2, 1],
      padding: [1, 0],
      dilation: [1, 2],
      groups: 2,
      outputPadding: [1, 0],
    },
    [
      [2, 2, 2, 4],
      [3, 2, 1, 4],
    ],
  ],
  [
    {
      op: 'conv_transpose',
      args: [0, 1],
      stride: [1, 3],
      padding: [0, 1],
      dilation: [2, 1],
      groups: 1,
      outputPadding: [0, 2],
    },
    [
      [1, 2, 2, 2],
      [2, 2, 3, 2],
    ],
  ],
  [{ op: 'avg_pool', args: [0], kernel: 2, stride: 1 }, [[2, 3, 3, 2]]],
  [{ op: 'avg_pool', args: [0], kernel: 2, stride: 3 }, [[1, 5, 5, 1]]],
  [{ op: 'max_pool', args: [0], kernel: 2, stride: 1 }, [[2, 3, 3, 2]]],
  [{ op: 'max_pool', args: [0], kernel: 2, stride: 3 }, [[1, 5, 5, 1]]],
];

const axes = { axes: [-1, 0], keepdims: false } as const;

/** Ops that choose, order, average and standardize, and losses. */
const networks: readonly Example[] = [
  [{ op: 'where', args: [0, 1], condition: [1, 0, 0, 0, 1, 1] }, [[2, 3], [3]]],
  [{ op: 'where', args: [0, 0], condition: [1, 0, 1] }, [[3]]],
  [{ op: 'clip', args: [0], min: -0.5, max: 0.25 }, [[2, 3]]],
  [{ op: 'clip', args: [0], min: null, max: 0.25 }, [[2, 3]]],
  [{ op: 'softplus', args: [0] }, [[2, 3]]],
  [{ op: 'logaddexp', args: [0, 1] }, [[2, 3], [3]]],
  [{ op: 'gelu', args: [0], approximate: 'none' }, [[2, 3]]],
  [{ op: 'gelu', args: [0], approximate: 'tanh' }, [[2, 3]]],
  [{ op: 'silu', args: [0] }, [[2, 3]]],
  [{ op: 'hardswish', args: [0] }, [[2, 3]], 2.5],
  [{ op: 'hardswish', args: [0] }, [[2, 3]], -3.5],
  [{ op: 'erf', args: [0] }, [[2, 3]]],
  [{ op: 'expm1', args: [0] }, [[2, 3]]],
  [{ op: 'log1p', args: [0] }, [[2, 3]], -0.75],
  [{ op: 'atan2', args: [0, 1] }, [[2, 3], [3]], 0.25],
  [{ op: 'max', args: [0], ...axes }, [[2, 3, 2]]],
  [{ op: 'max', args: [0], axes: null, keepdims: true }, [[2, 3]]],
  [{ op: 'min', args: [0], axes: 1, keepdims: false }, [[2, 3, 2]]],
  [{ op: 'var', args: [0], ...axes, correction: 1 }, [[2, 3, 2]]],
  [{ op: 'var', args: [0], axes: null, keepdims: true, correction: 0 }, [[2, 3]]],
  [{ op: 'cumsum', args: [0], axis: 1 }, [[2, 3, 2]]],
  [{ op: 'std', args: [0], ...axes, correction: 1 }, [[2, 3, 2]]],
  [{ op: 'std', args: [0], axes: null, keepdims: true, correction: 0 }, [[2, 3]]],
  [{ op: 'norm', args: [0], ...axes }, [[2, 3, 2]]],
  [{ op: 'norm', args: [0], axes: null, keepdims: true }, [[2, 3]]],
  [{ op: 'prod', args: [0], ...axes }, [[2, 3, 2]]],
  [{ op: 'prod', args: [0], axes: null, keepdims: true }, [[2, 3]]],
  [{ op: 'cumprod', args: [0], axis: 1 }, [[2, 3, 2]]],
  [{ op: 'cumprod', args: [0], axis: -2 }, [[3, 2]]],
  [{ op: 'sort', args: [0], axis: -2, descending: false }, [[2, 3, 2]]],
  [{ op: 'sort', args: [0], axis: 1, descending: true }, [[2, 3]]],
  [{ op: 'dropout', args: [0], p: 0.25, mask: [1, 0, 1, 1, 0, 1] }, [[2, 3]]],
  [{ op: 'cross_entropy', args: [0], labels: [2, 0] }, [[2, 3]]],
  [{ op: 'mse_loss', args: [0, 1] }, [[2, 3], [3]]],
  [{ op: 'layer_norm', args: [0], axes: [-1, 0], eps: 0.5 }, [[2, 3, 2]]],
  [{ op: 'layer_norm', args: [0], axes: 1, eps: 1e-5 }, [[2, 3]]],
  [{ op: 'batch_norm', args: [0], eps: 1e-5 }, [[4, 3]]],
  [{ op: 'batch_norm', args: [0], eps: 0.5 }, [[2, 2, 3]]],
  [{ op: 'affine_layer_norm', args: [0, 1, 2], eps: 0.5 }, [[2, 3], [3], [3]]],
  [
    { op: 'affine_layer_norm', args: [0, 1, 2], eps: 0.25 },
    [
      [2, 2, 3],
      [2, 3],
      [2, 3],
    ],
  ],
  [{ op: 'affine_batch_norm', args: [0, 1, 2], eps: 0.5 }, [[2, 2, 3], [2], [2]]],
  [{ op: 'group_norm', args: [0, 1, 2], groups: 2, eps: 0.5 }, [[2, 4, 2], [4], [4]]],
  [
    { op: 'attention', args: [0, 1, 2], causal: false },
    [
      [2, 2, 3],
      [2, 3, 3],
      [2, 3, 2],
    ],
  ],
  [
    { op: 'attention', args: [0, 1, 2, 3], causal: true },
    [
      [2, 3, 2],
      [2, 3, 2],
      [2, 3, 2],
      [3, 3],
    ],
  ],
  [{ op: 'rope', args: [0], axis: -2, base: 10, interleaved: true }, [[3, 4]]],
  [{ op: 'rope', args: [0], axis: 0, base: 100, interleaved: false }, [[2, 2, 4]]],
  [{ op: 'rms_norm', args: [0, 1], eps: 0.5 }, [[2, 3], [3]]],
  [
    { op: 'rms_norm', args: [0, 1], eps: 0.25 },
    [
      [2, 2, 3],
      [2, 3],
    ],
  ],
];

const examples: readonly Example[] = [
  [{ op: 'add', args: [0, 1] }, [[2, 3], [3]]],
  [
    { op: 'subtract', args: [0, 1] },
    [
      [2, 1],
      [1, 3],
    ],
  ],
  [{ op: 'multiply', args: [0, 1] }, [[], [2, 3]]],
  [{ op: 'multiply', args: [0, 0] }, [[2, 3]]],
  [
    { op: 'divide', args: [0, 1] },
    [
      [2, 3],
      [2, 1],
    ],
    0.5,
  ],
  [{ op: 'power', args: [0, 1] }, [[3], [2, 3]], 0.5],
  [{ op: 'maximum', args: [0, 1] }, [[2, 3], [1]]],
  [
    { op: 'minimum', args: [0, 1] },
    [
      [1, 3],
      [2, 1],
    ],
  ],
  [{ op: 'add_scalar', args: [0], scalar: 2.5 }, [[2, 3]]],
  [{ op: 'mul_scalar', args: [0], scalar: -2.5 }, [[2, 3]]],
  [{ op: 'divide_scalar', args: [0], scalar: -2.5 }, [[2, 3]]],
  [{ op: 'power_scalar', args: [0], scalar: 3 }, [[2, 3]]],
  [{ op: 'power_scalar', args: [0], scalar: 0 }, [[2, 3]]],
  [{ op: 'power_scalar', args: [0], scalar: -1.5 }, [[2, 3]], 0.5],
  [{ op: 'negate', args: [0] }, [[2, 3]]],
  [{ op: 'exp', args: [0] }, [[2, 3]]],
  [{ op: 'log', args: [0] }, [[2, 3]], 0.5],
  [{ op: 'sqrt', args: [0] }, [[2, 3]], 0.5],
  [{ op: 'sin', args: [0] }, [[2, 3]]],
  [{ op: 'cos', args: [0] }, [[2, 3]]],
  [{ op: 'tanh', args: [0] }, [[2, 3]]],
  [{ op: 'sigmoid', args: [0] }, [[2, 3]]],
  [{ op: 'relu', args: [0] }, [[2, 3]]],
  [{ op: 'abs', args: [0] }, [[2, 3]]],
  [{ op: 'transpose', args: [0], axes: null }, [[2, 3, 4]]],
  [{ op: 'transpose', args: [0], axes: [0, -1] }, [[2, 3, 4]]],
  [{ op: 'permute', args: [0], axes: [1, -1, 0] }, [[2, 3, 4]]],
  [{ op: 'reshape', args: [0], shape: [3, 1, 2] }, [[2, 3]]],
  [{ op: 'broadcast_to', args: [0], shape: [2, 2, 3] }, [[2, 1]]],
  [{ op: 'broadcast_to', args: [0], shape: [2] }, [[]]],
  [{ op: 'summation', args: [0], axes: null, keepdims: false }, [[2, 3]]],
  [{ op: 'summation', args: [0], axes: 1, keepdims: false }, [[2, 3, 4]]],
  [{ op: 'summation', args: [0], ...axes }, [[2, 3, 4]]],
  [{ op: 'summation', args: [0], axes: [], keepdims: true }, [[2, 3]]],
  [{ op: 'mean', args: [0], ...axes }, [[2, 3, 4]]],
  [{ op: 'mean', args: [0], axes: -2, keepdims: true }, [[2, 3, 4]]],
  [{ op: 'logsumexp', args: [0], ...axes }, [[2, 3, 2]]],
  [{ op: 'logsumexp', args: [0], axes: null, keepdims: true }, [[2, 3]]],
  [{ op: 'softmax', args: [0], axes: -1 }, [[2, 3]]],
  [{ op: 'softmax', args: [0], axes: [2, 0] }, [[2, 3, 2]]],
  [{ op: 'logsoftmax', args: [0], axes: 0 }, [[2, 3]]],
  [{ op: 'logsoftmax', args: [0], axes: null }, [[2, 3]]],
  [
    { op: 'matmul', args: [0, 1] },
    [
      [2, 3],
      [3, 4],
    ],
  ],
  [
    { op: 'matmul', args: [0, 1] },
    [
      [2, 1, 2, 3],
      [3, 3, 2],
    ],
  ],
  [{ op: 'matmul', args: [0, 1] }, [[3], [3]]],
  [{ op: 'matmul', args: [0, 1] }, [[3], [2, 3, 4]]],
  [{ op: 'matmul', args: [0, 1] }, [[2, 2, 3], [3]]],
  ...structural,
  ...networks,
];

const modes = { eager: eagerly, lazy: lazily };

function expectClose(got: readonly number[][], expected: readonly number[][], digits: number): void {
  const limit = 10 ** -digits;
  got.flat().forEach((value, i) => {
    const truth = expected.flat()[i] as number;
    expect(Math.abs(value - truth), `entry ${i}: ${value} against ${truth}`).toBeLessThan(
      limit * (1 + Math.abs(truth)),
    );
  });
  expect(got.flat().length).toBe(expected.flat().length);
}

test('every op but detach has an example', () => {
  const shown = new Set(examples.map(([step]) => step.op));
  expect(opNames.filter((name) => !shown.has(name))).toEqual(['detach']);
});

describe.each(Object.entries(modes))('in %s mode', (_, inMode) => {
  test.each(examples.map((example) => [printStep(example[0]), ...example] as const))(
    '%s has the gradient that central differences find, first and second order',
    (_name, step, shapes, from) => {
      const f = computationOf(step);
      // The operands differ by 0.005 throughout, so that nothing ties.
      const inputs = shapes.map((shape, index) => decimals(shape, (from ?? -1) + index * 0.005));
      inMode(() => {
        expectClose(engineGradients(f, inputs), differences(f, inputs), 8);
        inputs.forEach((_input, index) => {
          const first = gradientFunction(f, index);
          expectClose(engineGradients(first, inputs), differences(first, inputs), 8);
        });
      });
    },
  );
});
