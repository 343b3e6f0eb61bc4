/** Everything that is checked: a program, its input arrays, and cotangents. Plain JSON. */
import type { Kinks } from './kinks.js';
import type { Program } from './program.js';
import type { TensorData } from './tensor-data.js';

/** What is checked: a program, its inputs, cotangents, and how to run it. Plain JSON, once encoded. */
export interface Case {
  readonly program: Program;
  readonly inputs: readonly TensorData[];
  /** Each cotangent holds one tensor per output. */
  readonly cotangents: readonly (readonly TensorData[])[];
  /** How to run it: `eager`, `lazy`, or another mode of the implementation. */
  readonly mode: string;
  /** 1: values and VJPs. 2: also the gradient of ⟨VJP(x, Δ), u⟩ for each cotangent Δ. */
  readonly order: 1 | 2;
  /** For order 2, the u of each cotangent: one tensor per input. Empty for order 1. */
  readonly directions: readonly (readonly TensorData[])[];
  /** Asks for Jv in forward mode: the v, one tensor per input. Only of implementations that have `jvp`; order 1. */
  readonly tangents?: readonly TensorData[];
  /** Asks for the VJPs of all cotangents at once, as one batch. Only of implementations that have `batched`; order 1. */
  readonly batched?: true;
  /** The only slopes that count as right on kinks; without it, all between the two one-sided slopes do. */
  readonly kinks?: Kinks;
}
