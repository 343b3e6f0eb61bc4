/** Anything that can run a Case: our engine, a learner's ops in a sandbox, a program at the other end of a pipe. */
import type { Case } from './case.js';
import type { Program } from './program.js';
import type { DType, TensorData } from './tensor-data.js';
import type { OpName } from './vocabulary.js';

export type Accumulates = { readonly [dtype in DType]?: DType };

/** What can be checked: anything that runs a case and says what it has. */
export interface Implementation {
  readonly name: string;
  readonly ops: readonly OpName[];
  readonly dtypes: readonly DType[];
  /** The dtypes in which sums of float16 and bfloat16 are accumulated; default: their own, in which each addition rounds. */
  readonly accumulates?: Accumulates;
  /**
   * The ops that are fused kernels in float16 and bfloat16: values and gradients are computed as a whole in the dtype in
   * which sums are accumulated, from the inputs, and rounded once, at the end. Default: none.
   */
  readonly roundsOnce?: readonly OpName[];
  /** The first mode is the plain one; the others must agree with it. */
  readonly modes: readonly string[];
  readonly maxOrder: 1 | 2;
  /** Whether its binary ops broadcast their operands themselves. */
  readonly broadcasts: boolean;
  /** Whether matmul broadcasts the batch axes of its operands; default: the value of `broadcasts`. */
  readonly batchBroadcasts?: boolean;
  /** Whether it has a forward mode: whether a case may hold `tangents`. */
  readonly jvp?: boolean;
  /** Whether it can take all cotangents of a case at once: whether a case may be `batched`. */
  readonly batched?: boolean;
  /** Whether it may be asked for a run while others are still pending; it answers them in order. */
  readonly queues?: boolean;
  run(testCase: Case): Outcome | Promise<Outcome>;
}

/** What an implementation returned, not yet judged: shapes and dtypes may be anything. */
export interface Done {
  readonly kind: 'done';
  /** One per output. */
  readonly values: readonly TensorData[];
  /** For each cotangent, one gradient per input. */
  readonly vjps: readonly (readonly TensorData[])[];
  /** For order 2, for each cotangent: the gradients of ⟨VJP(x, Δ), u⟩, one per input. */
  readonly seconds: readonly (readonly TensorData[])[];
  /** For order 2, where known, for each cotangent: the gradients of ⟨VJP(x, Δ), u⟩ by Δ, one per output. */
  readonly jvps?: readonly (readonly TensorData[])[];
  /** Where the case has tangents v: Jv by forward mode, one per output. */
  readonly tangents?: readonly TensorData[];
  /** The inputs, then the cotangents in order, as they are after the run: shows in-place writes. */
  readonly echo: readonly TensorData[];
  /** Where the implementation can tell: sentences such as "gradient 0 and gradient 1 share memory". */
  readonly aliases?: readonly string[];
  /** Where the implementation can tell: how many gradient rules it called, all cotangents together. */
  readonly ruleCalls?: number;
  /** Where they were asked for, and the implementation can tell: for each cotangent, the gradients' own graph. */
  readonly graphs?: readonly GradientGraph[];
}

/** A VJP as a program whose inputs are the case's inputs, its cotangents, then the constants. */
export interface GradientGraph {
  readonly program: Program;
  readonly constants: readonly TensorData[];
}

/** What running a case came to. */
export type Outcome =
  | Done
  /** The implementation ran, but what it returned is not a gradient: wrong arity, not a tensor, wrong shape. */
  | { readonly kind: 'malformed'; readonly problem: string }
  | {
      readonly kind: 'unsupported';
      readonly why: string;
      readonly issue?: string;
      /** It was said before any case was known. */
      readonly declared?: true;
    }
  | { readonly kind: 'not-implemented'; readonly why: string }
  | { readonly kind: 'crashed'; readonly error: CrashReport }
  | { readonly kind: 'timeout'; readonly milliseconds: number };

export interface CrashReport {
  readonly type: string;
  readonly message: string;
  readonly traceback: string;
}
