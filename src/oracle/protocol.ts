/**
 * The messages between the oracle and an adapter: one JSON object per line, requests on the adapter's stdin, replies
 * on its stdout, in the order of the requests. No request contains an expected answer. schema.ts says of requests, and
 * reply.ts of replies, the same as JSON Schema, and also what answers `run`.
 */

import type { Accumulates } from '../case/implementation.js';
import type { Json } from '../case/json.js';
import type { DType } from '../case/tensor-data.js';
import type { OpName } from '../case/vocabulary.js';
import type { Bias } from '../generate/index.js';
import type { OpaqueNode } from '../imports/index.js';
import type { FunctionEntry } from './function-kinds.js';
import type { OpLimits } from './op-limits.js';

export const protocolVersion = 1;

export type Request =
  | { readonly cmd: 'start'; readonly version: typeof protocolVersion }
  /** `trace` also asks an adapter that has traces for those of the case. */
  | { readonly cmd: 'run'; readonly id: number; readonly case: Json; readonly trace?: true }
  /** The outputs of a function at each of these points. */
  | (Asked & {
      readonly cmd: 'values';
      readonly id: number;
      readonly points: readonly (readonly Json[])[];
    })
  /**
   * Its gradients at one point, for each of these cotangents; `again` asks for what a second run returns, too, and `batched` to
   * pull them back as one batch.
   */
  | (Asked & {
      readonly cmd: 'vjps';
      readonly id: number;
      readonly inputs: readonly Json[];
      readonly cotangents: readonly (readonly Json[])[];
      readonly again?: true;
      readonly batched?: true;
    })
  /** Jv at one point, by its forward mode. */
  | (Asked & {
      readonly cmd: 'jvp';
      readonly id: number;
      readonly inputs: readonly Json[];
      readonly tangent: readonly Json[];
    })
  | { readonly cmd: 'stop' };

/** Which function is asked: one that the adapter listed, or a node of a graph, which has a name of the oracle's. */
export interface Asked {
  readonly function: string;
  readonly node?: OpaqueNode;
}

/** The line of a `run`, for a case whose text is at hand. */
export const runRequest = (id: number, caseText: string, traced: boolean): string =>
  `{"cmd":"run","id":${id},"case":${caseText}${traced ? ',"trace":true' : ''}}`;

/** Whose gradients are judged. */
export interface About {
  readonly name: string;
  readonly version: string;
  /** The language it is written in. */
  readonly language: string;
  readonly homepage?: string;
}

/** The answer to `start`: what the implementation can do. */
export interface StartReply {
  readonly version: typeof protocolVersion;
  readonly implementation: About;
  readonly ops: readonly OpName[];
  /** Functions that are no ops, each with what it takes. Default: none. */
  readonly functions?: readonly FunctionEntry[];
  /** Of whose graphs it runs single nodes, as functions: by the names that a graph's ops have. Default: of none. */
  readonly nodes?: readonly OpaqueNode['graph'][];
  readonly dtypes: readonly DType[];
  /** The dtypes in which it accumulates sums of float16 and bfloat16. Default: their own, in which each addition rounds. */
  readonly accumulates?: Accumulates;
  /** The ops whose values and gradients it computes in that dtype as a whole, and rounds once, at the end. Default: none. */
  readonly roundsOnce?: readonly OpName[];
  /** The first mode is the plain one; the others must agree with it. */
  readonly modes: readonly string[];
  readonly maxOrder: 1 | 2;
  /** Whether its binary ops broadcast their operands themselves. */
  readonly broadcasts: boolean;
  /** Whether matmul broadcasts batch axes, as NumPy's does. Default: the value of `broadcasts`. */
  readonly batchBroadcasts?: boolean;
  /** Kinds of cases that it cannot take at all, by the names of the generators' biases. Reported as not checked. */
  readonly limits?: readonly Bias[];
  /** Of single ops: the ranks, dtypes and sizes that they take. Other cases are not sent, and reported as not run. */
  readonly opLimits?: OpLimits;
  /**
   * Ops that work only on the rows of a matrix: rank 2, along the last axis. Other cases are reported as not checked.
   */
  readonly rowsOnly?: readonly OpName[];
  /** Whether it can say of which ops a gradient was made. Default: it cannot. */
  readonly traces?: boolean;
  /** Whether it can build inputs and cotangents with given strides. Default: it cannot, and gets none. */
  readonly layouts?: boolean;
  /** Whether it may add up sums in another order each time, as on a GPU. Default: runs of a case give the same bits. */
  readonly nondeterministic?: boolean;
  /** Whether it has a forward mode: whether a case may hold `tangents`. Default: it has none. */
  readonly jvp?: boolean;
  /** Whether it can pull back all cotangents of a case as one batch: whether a case may be `batched`. Default: no. */
  readonly batched?: boolean;
  /** How many requests may be pending at a time; replies keep the order of the requests. Default: one. */
  readonly pipeline?: number;
}
