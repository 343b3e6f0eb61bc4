/** One operation of a program, as data. Ids are positions: inputs first, then steps, and refer only backwards. */
import type { Bounds, Padding } from './indexing.js';
import type { Axes, Shape } from './shape.js';

export type Id = number;
type One = readonly [Id];
type Two = readonly [Id, Id];
/** One or more. */
type Some = readonly [Id, ...Id[]];

export type Step =
  | { readonly op: 'add'; readonly args: Two }
  | { readonly op: 'subtract'; readonly args: Two }
  | { readonly op: 'multiply'; readonly args: Two }
  | { readonly op: 'divide'; readonly args: Two }
  | { readonly op: 'power'; readonly args: Two }
  | { readonly op: 'maximum'; readonly args: Two }
  | { readonly op: 'minimum'; readonly args: Two }
  | { readonly op: 'add_scalar'; readonly args: One; readonly scalar: number }
  | { readonly op: 'mul_scalar'; readonly args: One; readonly scalar: number }
  | { readonly op: 'divide_scalar'; readonly args: One; readonly scalar: number }
  | { readonly op: 'power_scalar'; readonly args: One; readonly scalar: number }
  | { readonly op: 'negate'; readonly args: One }
  | { readonly op: 'exp'; readonly args: One }
  | { readonly op: 'log'; readonly args: One }
  | { readonly op: 'sqrt'; readonly args: One }
  | { readonly op: 'sin'; readonly args: One }
  | { readonly op: 'cos'; readonly args: One }
  | { readonly op: 'tanh'; readonly args: One }
  | { readonly op: 'sigmoid'; readonly args: One }
  | { readonly op: 'relu'; readonly args: One }
  | { readonly op: 'abs'; readonly args: One }
  /** Entries of the first argument where the condition, flat and of the broadcast shape, is 1; of the second where it is 0. */
  | { readonly op: 'where'; readonly args: Two; readonly condition: readonly number[] }
  | { readonly op: 'clip'; readonly args: One; readonly min: number | null; readonly max: number | null }
  | { readonly op: 'softplus'; readonly args: One }
  | { readonly op: 'gelu'; readonly args: One; readonly approximate: 'none' | 'tanh' }
  | { readonly op: 'max'; readonly args: One; readonly axes: Axes; readonly keepdims: boolean }
  | { readonly op: 'min'; readonly args: One; readonly axes: Axes; readonly keepdims: boolean }
  | {
      readonly op: 'var';
      readonly args: One;
      readonly axes: Axes;
      readonly keepdims: boolean;
      /** What is taken off the number of entries before dividing by it: 1 for a sample's variance. */
      readonly correction: number;
    }
  | { readonly op: 'cumsum'; readonly args: One; readonly axis: number }
  | { readonly op: 'sort'; readonly args: One; readonly axis: number; readonly descending: boolean }
  /** Where the mask is 1, entries are kept and divided by 1 - p; else they are 0. */
  | { readonly op: 'dropout'; readonly args: One; readonly p: number; readonly mask: readonly number[] }
  /** Of logits (N, classes), with one label a row; the mean over the rows. */
  | { readonly op: 'cross_entropy'; readonly args: One; readonly labels: readonly number[] }
  | { readonly op: 'mse_loss'; readonly args: Two }
  | { readonly op: 'layer_norm'; readonly args: One; readonly axes: Axes; readonly eps: number }
  | { readonly op: 'batch_norm'; readonly args: One; readonly eps: number }
  | { readonly op: 'detach'; readonly args: One }
  | { readonly op: 'transpose'; readonly args: One; readonly axes: readonly [number, number] | null }
  | { readonly op: 'permute'; readonly args: One; readonly axes: readonly number[] }
  | { readonly op: 'reshape'; readonly args: One; readonly shape: Shape }
  | { readonly op: 'broadcast_to'; readonly args: One; readonly shape: Shape }
  | { readonly op: 'summation'; readonly args: One; readonly axes: Axes; readonly keepdims: boolean }
  | { readonly op: 'mean'; readonly args: One; readonly axes: Axes; readonly keepdims: boolean }
  | { readonly op: 'logsumexp'; readonly args: One; readonly axes: Axes; readonly keepdims: boolean }
  | { readonly op: 'softmax'; readonly args: One; readonly axes: Axes }
  | { readonly op: 'logsoftmax'; readonly args: One; readonly axes: Axes }
  | { readonly op: 'matmul'; readonly args: Two }
  | { readonly op: 'stack'; readonly args: Some; readonly axis: number }
  | { readonly op: 'concat'; readonly args: Some; readonly axis: number }
  /** Piece `index` of the tuple that needle's split makes; the pieces lack the axis. */
  | { readonly op: 'split'; readonly args: One; readonly axis: number; readonly index: number }
  | { readonly op: 'flip'; readonly args: One; readonly axes: Axes }
  | { readonly op: 'dilate'; readonly args: One; readonly axes: Axes; readonly dilation: number }
  | { readonly op: 'undilate'; readonly args: One; readonly axes: Axes; readonly dilation: number }
  | { readonly op: 'pad'; readonly args: One; readonly padding: Padding }
  | {
      readonly op: 'slice';
      readonly args: One;
      readonly starts: Bounds;
      readonly stops: Bounds;
      readonly steps: readonly number[];
    }
  | { readonly op: 'squeeze'; readonly args: One; readonly axes: Axes }
  | { readonly op: 'unsqueeze'; readonly args: One; readonly axes: readonly number[] }
  /** A size of -1 stays as it is. */
  | { readonly op: 'expand'; readonly args: One; readonly shape: readonly number[] }
  | {
      readonly op: 'gather';
      readonly args: One;
      readonly axis: number;
      readonly index: readonly number[];
      readonly indexShape: Shape;
    }
  | {
      readonly op: 'embedding';
      readonly args: One;
      readonly indices: readonly number[];
      readonly indicesShape: Shape;
    }
  | { readonly op: 'einsum'; readonly args: Some; readonly equation: string }
  | { readonly op: 'conv'; readonly args: Two; readonly stride: number; readonly padding: number }
  | { readonly op: 'avg_pool'; readonly args: One; readonly kernel: number; readonly stride: number }
  | { readonly op: 'max_pool'; readonly args: One; readonly kernel: number; readonly stride: number };

/** The ids of all ops: needle's function names where needle has the op, else NumPy's or PyTorch's. */
export type OpName = Step['op'];

export type StepOf<Name extends OpName> = Extract<Step, { readonly op: Name }>;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A step without its arguments: which op, with which attributes. */
export type Operation = DistributiveOmit<Step, 'args'>;
