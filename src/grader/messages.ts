/**
 * What parent and child say to each other, one JSON object a line. The child is told inputs and returns
 * numbers; it never learns what is expected. What comes back was made by a learner's code: see reply.ts.
 */
import type { CrashReport } from '../case/implementation.js';
import type { Json } from '../case/json.js';
import type { TensorData } from '../case/tensor-data.js';
import type { LocalJacobians } from '../reference/jacobians.js';

export type Request =
  | { readonly cmd: 'start'; readonly version: 1 }
  | {
      readonly cmd: 'run';
      readonly id: number;
      readonly case: Json;
      readonly jacobians?: LocalJacobians;
      /** Of `backward`: to walk in this order in place of the learner's, or to tell the learner's and not walk. */
      readonly order?: readonly number[] | 'tell';
      /** How many characters of what is printed meanwhile are to be told, the last ones; none unless given. */
      readonly printed?: number;
    }
  | ({
      readonly cmd: 'foreign';
      readonly id: number /** The request that the traces answered. */;
      readonly of: number;
    } & Encoded<ForeignQuestion>);

/** About an op outside the vocabulary, by its place in the traces of a case: its value, or its adjoints. */
export interface ForeignQuestion {
  readonly trace: number;
  readonly node: number;
  readonly what: 'value' | 'adjoints';
  /** The inputs, or the adjoint of the output alone. */
  readonly given: readonly TensorData[];
}

type Encoded<Question extends { readonly given: unknown }> = Omit<Question, 'given'> & {
  readonly given: Json;
};

/** Besides, what was printed, where that was asked for. */
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
      /** Of rules: what says that the rules take numbers where they should build a graph; empty where nothing does. */
      readonly numbers: string;
      /** Of `backward`, when it was to be told: the nodes in the learner's order, by their ids in the program. */
      readonly order: Json;
    }
  | { readonly outcome: 'malformed'; readonly problem: string }
  | { readonly outcome: 'not-implemented'; readonly why: string }
  | { readonly outcome: 'crashed'; readonly error: CrashReport }
);
