/**
 * Turns a VJP into a program for the parent to differentiate, because there is no rule of ours in this process. Ops
 * of the learner's own cannot be steps of a program; the parent asks for their values and adjoints here.
 */

import type { Case } from '../../case/case.js';
import { encodeProgram, encodeTensor, type Json } from '../../case/json.js';
import type { Program } from '../../case/program.js';
import type { TensorData } from '../../case/tensor-data.js';
import { unfoldCheckpoints } from '../../engine/autograd/checkpoint.js';
import * as everything from '../../engine/index.js';
import {
  eagerly,
  GradientError,
  grad,
  gradientOf,
  type Kind,
  lazily,
  noGrad,
  Op,
  Tensor,
  toProgram,
  valueFrom,
  zeros,
} from '../../engine/index.js';
import { isStep } from '../../engine/inspect/to-program.js';
import { isSilenced } from '../../engine/ops/silenced.js';
import type { ForeignQuestion } from '../messages.js';
import { reportError } from './report-error.js';

/**
 * The ops that others know by their names. A learner's own op may have a name of the vocabulary and mean something
 * else.
 */
const known = new Set(
  Object.values<unknown>(everything).flatMap((value) =>
    typeof value === 'function' && value.prototype instanceof Op ? [value.prototype] : [],
  ),
);

/** A tensor that needs no gradient is a constant, however it was made. What the driver inserts is no op of a learner's. */
export function kindOf(node: Tensor): Kind {
  if (node.op === null || !node.requiresGrad) return 'constant';
  if (isSilenced(node)) return 'step';
  return isStep(node) && known.has(Object.getPrototypeOf(node.op)) ? 'step' : 'foreign';
}

const leaf = (data: TensorData): Tensor => Tensor.fromData(data, { requiresGrad: true });

/** Several requests can be pending at once, but never this many. */
const mostKept = 64;

/** The nodes of ops of the learner's own in the traces that answered one request. */
interface Kept {
  readonly inMode: typeof eagerly;
  readonly nodes: Tensor[][];
}

export class Foreign {
  private readonly kept = new Map<number, Kept>();

  /** @param compute the outputs of a program */
  constructor(private readonly compute: (program: Program, inputs: readonly Tensor[]) => readonly Tensor[]) {}

  /** The traces of a case's VJPs, one per cotangent. */
  trace(testCase: Case, request: number): Json {
    const kept = { inMode: testCase.mode === 'lazy' ? lazily : eagerly, nodes: [] };
    const traces = testCase.cotangents.map((cotangent) =>
      kept.inMode(() => this.traceVjp(testCase, cotangent, kept)),
    );
    this.keep(request, kept);
    return traces;
  }

  private keep(request: number, kept: Kept): void {
    if (kept.nodes.every((each) => each.length === 0)) return;
    this.kept.set(request, kept);
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept) this.kept.delete(oldest as number);
  }

  private traceVjp(testCase: Case, cotangent: readonly TensorData[], { nodes }: Kept): Json {
    const inputs = testCase.inputs.map(leaf);
    const outGrads = cotangent.map(leaf);
    const adjoints = grad(this.compute(testCase.program, inputs), inputs, { outGrads, createGraph: true });
    unfoldCheckpoints(adjoints);
    const { program, constants, foreign } = toProgram(adjoints, [...inputs, ...outGrads], kindOf);
    nodes.push(foreign.map(({ tensor }) => tensor));
    return {
      program: encodeProgram(program),
      constants: constants.map(encodeTensor),
      foreign: foreign.map(({ args }) => [...args]),
    };
  }

  /** What one of these ops computes from other inputs, or what its rule returns for an adjoint. */
  answer({ of, trace, node, what, given }: ForeignQuestion & { readonly of: number }): TensorData[] {
    const kept = this.kept.get(of);
    const asked = kept?.nodes[trace]?.[node] as Tensor & { readonly op: Op };
    // The process that made the trace has died since.
    if (kept === undefined) throw new Error('the graph of this gradient is gone');
    const tensors = given.map((data) => Tensor.fromData(data));
    return kept.inMode(() =>
      noGrad(() => {
        if (what === 'value') {
          const { dtype, shape, data } = valueFrom(asked.op, tensors, asked.shape);
          return [{ dtype, shape, data: Array.from(data) }];
        }
        return adjointsOf(asked, tensors[0] as Tensor).map((adjoint, index) => {
          const { shape, dtype } = asked.inputs[index] as Tensor;
          return (adjoint ?? zeros(shape, { dtype })).toData();
        });
      }),
    );
  }
}

/** @throws {GradientError} if the rule throws: its author may not expect that a gradient of a gradient called it */
function adjointsOf(node: Tensor & { readonly op: Op }, outGrad: Tensor) {
  try {
    return gradientOf(node, outGrad);
  } catch (error) {
    if (error instanceof GradientError) throw error;
    const { type, message } = reportError(error);
    throw new GradientError(
      `second order needs the gradient of ${node.op.name}, an op of your own, and that threw ${type}: ${message}`,
    );
  }
}
