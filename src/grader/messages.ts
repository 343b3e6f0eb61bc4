/**
 * Messages between parent and child, one JSON object per line. The child receives only inputs and returns numbers; it
 * never learns what is expected. Replies are made by a learner's code: see reply.ts.
 */
import type { CrashReport } from '../case/implementation.js';
import type { Json } from '../case/json.js';
import type { TensorData } from '../case/tensor-data.js';
import type { LocalJacobians } from '../reference/jacobians.js';
import type { Answer } from './exercises.js';

/** A function of an instructor's own, by the name that the file exports it under. */
export interface AskedFunction {
  readonly name: string;
  /** The names of its inputs: those of a case, without constants. */
  readonly inputs: readonly string[];
  readonly answer: Answer;
  /** For Jacobians: by which inputs. */
  readonly by?: readonly number[];
}

export type Request =
  | { readonly cmd: 'start'; readonly version: 1 }
  | {
      readonly cmd: 'run';
      readonly id: number;
      readonly case: Json;
      readonly jacobians?: LocalJacobians;
      /** Of an instructor's own exercise. */
      readonly asked?: AskedFunction;
      /** For `backward`: walk in this order instead of the learner's, or report the learner's order and do not walk. */
      readonly order?: readonly number[] | 'tell';
      /** How many of the last characters printed during the run to report; none by default. */
      readonly printed?: number;
    }
  | ({
      readonly cmd: 'foreign';
      readonly id: number /** The request that the traces answered. */;
      readonly of: number;
    } & Encoded<ForeignQuestion>);

/** Asks for the value or the adjoints of an op outside the vocabulary, by its place in the traces of a case. */
export interface ForeignQuestion {
  readonly trace: number;
  readonly node: number;
  readonly what: 'value' | 'adjoints';
  /** The inputs, or only the adjoint of the output. */
  readonly given: readonly TensorData[];
}

type Encoded<Question extends { readonly given: unknown }> = Omit<Question, 'given'> & {
  readonly given: Json;
};

/** With what was printed, if that was asked for. */
export type Reply = { readonly printed?: string } & (
  | {
      readonly outcome: 'done';
      readonly values: Json;
      readonly vjps: Json;
      readonly echo: Json;
      readonly aliases: Json;
      /** For order 2, each VJP as a program of inputs, cotangents and constants, with what is outside the vocabulary. */
      readonly traces: Json;
      /** How many rules `backward`, or how many computations `realize`, asked for. */
      readonly calls: number;
      /** For rules: evidence that they read numbers where they should build a graph; empty if there is none. */
      readonly numbers: string;
      /** For `backward`, if asked for: the nodes in the learner's order, by their ids in the program. */
      readonly order: Json;
    }
  | { readonly outcome: 'malformed'; readonly problem: string }
  | { readonly outcome: 'not-implemented'; readonly why: string }
  | { readonly outcome: 'crashed'; readonly error: CrashReport }
);
