/** One operation of a program, as data. Ids are positions: inputs first, then steps, and refer only backwards. */
import type { Axes, Shape } from './shape.js';

export type Id = number;
type One = readonly [Id];
type Two = readonly [Id, Id];

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
  | { readonly op: 'matmul'; readonly args: Two };

/** The ids of all ops: needle's function names where needle has the op, else NumPy's or PyTorch's. */
export type OpName = Step['op'];

export type StepOf<Name extends OpName> = Extract<Step, { readonly op: Name }>;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A step without its arguments: which op, with which attributes. */
export type Operation = DistributiveOmit<Step, 'args'>;
