/** What is timed: the inputs of each program, and its sizes. What it computes is in functions.mjs and functions.py. */
import type { DType } from '../../src/case/tensor-data.js';

/** Entry k is centre + radius · sin(12.9898·(k + 1) + 78.233·salt), so that subjects in any language make the same. */
interface Input {
  readonly shape: readonly number[];
  readonly salt: number;
  readonly centre: number;
  readonly radius: number;
  /** Whether its gradient is asked for. */
  readonly gradient: boolean;
}

export interface Program {
  readonly name: string;
  readonly title: (size: number) => string;
  readonly inputs: (size: number) => readonly Input[];
  readonly dtypes: readonly DType[];
  /** Those in the table. */
  readonly sizes: readonly number[];
  /** Those of its growth curve, in ascending order, and what grows. */
  readonly curve?: { readonly sizes: readonly number[]; readonly grows: string };
  /** On which subjects must agree. */
  readonly small: number;
  /** Whether the memory is measured, too. */
  readonly memory?: boolean;
}

const both = ['float32', 'float64'] as const;

const between = (
  low: number,
  high: number,
  shape: readonly number[],
  salt: number,
  gradient = true,
): Input => ({
  shape,
  salt,
  centre: (low + high) / 2,
  radius: (high - low) / 2,
  gradient,
});
const fixed = (shape: readonly number[], salt: number): Input => between(-1, 1, shape, salt, false);

/** Entries of weights that keep the sums of `from` products of order 1. */
const weight = (shape: readonly number[], salt: number, from: number): Input =>
  between(-1 / Math.sqrt(from), 1 / Math.sqrt(from), shape, salt);

const pair = (shape: readonly number[]) => [between(0.5, 1, shape, 1), between(0.5, 1, shape, 2)];
const square = (size: number) => [size, size] as const;

export const programs: readonly Program[] = [
  {
    name: 'chain',
    title: (length) => `chain of ${length} elementwise ops on 3×4`,
    inputs: () => [between(0.5, 1, [3, 4], 1)],
    dtypes: both,
    sizes: [100],
    small: 8,
  },
  {
    name: 'mixed',
    title: (length) => `mixed chain of ${length} elementwise ops on 3×4`,
    inputs: () => pair([3, 4]),
    dtypes: both,
    sizes: [100],
    small: 8,
  },
  {
    name: 'mlp',
    title: (features) => `MLP ${features}-${hiddenOf(features)}-10, batch 32`,
    inputs: (features) => {
      const hidden = hiddenOf(features);
      return [
        fixed([32, features], 1),
        fixed([32, 10], 2),
        weight([features, hidden], 3, features),
        weight([hidden], 4, features),
        weight([hidden, 10], 5, hidden),
        weight([10], 6, hidden),
      ];
    },
    dtypes: both,
    sizes: [784],
    small: 12,
  },
  {
    name: 'adds',
    title: (length) => `chain of ${grouped(length)} adds`,
    inputs: () => [between(0.5, 1, [1], 1), between(-1, 1, [1], 2)],
    dtypes: both,
    sizes: [10_000],
    curve: { sizes: [1000, 10_000, 100_000, 1_000_000], grows: 'ops in a chain of adds' },
    small: 5,
  },
  {
    name: 'elementwise',
    title: (entries) => `mixed chain of 20 elementwise ops on ${grouped(entries)} entries`,
    inputs: (entries) => pair([entries]),
    dtypes: both,
    sizes: [1_000_000],
    curve: {
      sizes: [100, 1000, 10_000, 100_000, 1_000_000],
      grows: 'entries of each tensor in a mixed chain of 20 ops',
    },
    small: 6,
    memory: true,
  },
  {
    name: 'concat',
    title: (inputs) => `concat of ${grouped(inputs)} inputs`,
    inputs: (inputs) => Array.from({ length: inputs }, (_, salt) => between(-1, 1, [2], salt)),
    dtypes: ['float64'],
    sizes: [],
    curve: { sizes: [10, 100, 1000, 10_000, 100_000], grows: 'inputs of one node (concat)' },
    small: 3,
  },
  {
    name: 'row-broadcast',
    title: (size) => `row broadcast to ${size}×${size}`,
    inputs: (size) => [fixed([size], 1)],
    dtypes: both,
    sizes: [1000],
    small: 3,
  },
  ...(['transpose', 'sum-of-axis-0'] as const).map(
    (name): Program => ({
      name,
      title: (size) => `${name.replaceAll('-', ' ')}, ${size}×${size}`,
      inputs: (size) => [fixed(square(size), 1)],
      dtypes: both,
      sizes: [1000],
      small: 3,
    }),
  ),
  {
    name: 'add',
    title: (size) => `add, ${size}×${size}`,
    inputs: (size) => [fixed(square(size), 1), fixed(square(size), 2)],
    dtypes: both,
    sizes: [1000],
    small: 3,
  },
  {
    name: 'add-a-row',
    title: (size) => `add a row to ${size}×${size}`,
    inputs: (size) => [fixed(square(size), 1), fixed([size], 2)],
    dtypes: both,
    sizes: [1000],
    small: 3,
  },
  {
    name: 'matmul',
    title: (size) => `matmul ${size}×${size}`,
    inputs: (size) => [fixed(square(size), 1), fixed(square(size), 2)],
    dtypes: both,
    sizes: [256, 512],
    curve: { sizes: [16, 32, 64, 128, 256, 512], grows: 'rows of square matrices in a product' },
    small: 4,
  },
  {
    name: 'einsum',
    title: (size) => `einsum ij,jk→ik ${size}×${size}`,
    inputs: (size) => [fixed(square(size), 1), fixed(square(size), 2)],
    dtypes: both,
    sizes: [256],
    small: 4,
  },
  {
    name: 'conv',
    title: (size) => `conv 3×3, 8 to 16 channels, 8 images of ${size}×${size}`,
    inputs: (size) => [between(-1, 1, [8, size, size, 8], 1), weight([3, 3, 8, 16], 2, 72)],
    dtypes: both,
    sizes: [28],
    small: 4,
  },
  {
    name: 'check',
    title: (entries) => `dense check of softmax on ${entries} entries`,
    inputs: (entries) => [between(-1, 1, [entries], 1, false)],
    dtypes: ['float64'],
    sizes: [],
    curve: { sizes: [4, 16, 64, 256], grows: 'inputs of a dense check' },
    small: 4,
  },
];

function hiddenOf(features: number): number {
  return Math.round((features * 128) / 784);
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
