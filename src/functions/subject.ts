/** A function that no vocabulary holds: it can be called, and somebody wrote its gradient. */
import type { TensorData } from '../case/tensor-data.js';

/** One tensor per input, or one per output. */
export type Tensors = readonly TensorData[];

export interface Subject {
  readonly name: string;
  /** The outputs at each of these points. Many come at once, so that a round trip is not the cost. */
  values(points: readonly Tensors[]): Promise<readonly Tensors[]>;
  /** For each cotangent, JᵀΔ: one gradient per input, of its shape; null for an input that has none. */
  vjps(inputs: Tensors, cotangents: readonly Tensors[]): Promise<readonly Gradients[]>;
  /** The same, and what a second run returns, where one message is enough for both. */
  readonly twice?: (inputs: Tensors, cotangents: readonly Tensors[]) => Promise<Twice>;
  /** Forward mode, where there is one: Jv, one tensor per output. The tangent has one per input. */
  readonly jvp?: (inputs: Tensors, tangent: Tensors) => Promise<Tensors>;
  /** The same as `vjps`, by one call that takes all cotangents as a batch. */
  readonly batched?: (inputs: Tensors, cotangents: readonly Tensors[]) => Promise<readonly Gradients[]>;
  /** Second order, where it is known: the vjp as a function, with a vjp of its own. */
  readonly second?: Second;
}

interface Second {
  /** Its inputs are those of the function, then, if they are taken, the cotangents; its outputs are the gradients. */
  readonly subject: Subject;
  readonly takesCotangent: boolean;
}

export interface Twice {
  readonly gradients: readonly Gradients[];
  readonly again?: Run;
}

/** What a run of the function returned: its outputs, and the gradients of the first two cotangents. */
export interface Run {
  readonly outputs: Tensors;
  readonly gradients: readonly Gradients[];
}

/** How many cotangents a second run pulls back. */
export const pulledAgain = 2;

export type Gradients = readonly (TensorData | null)[];

/** A point where a function is asked. */
export interface Place {
  readonly inputs: Tensors;
  /** Whether it has a gradient by each of these; integers have none. */
  readonly differentiable: readonly boolean[];
  /** Between which numbers the entries of each input must lie; undefined for any. */
  readonly bounds?: readonly (Bounds | undefined)[];
}

/** A point, and the cotangents that are pulled back there. */
export interface Question extends Place {
  readonly cotangents: readonly Tensors[];
}

type Bounds = readonly [low: number, high: number];
