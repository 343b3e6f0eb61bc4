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
}

export type Gradients = readonly (TensorData | null)[];

/** Where a function is asked: a point, and the cotangents that are pulled back there. */
export interface Question {
  readonly inputs: Tensors;
  /** Whether it has a gradient by each of these; integers have none. */
  readonly differentiable: readonly boolean[];
  readonly cotangents: readonly Tensors[];
  /** Between which numbers the entries of each input must lie; undefined for any. */
  readonly bounds?: readonly (Bounds | undefined)[];
}

type Bounds = readonly [low: number, high: number];
