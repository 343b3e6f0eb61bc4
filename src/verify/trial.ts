/** One case on one implementation: runs of it and of its variations, and what its answers are held against. */
import { at } from '../case/at.js';
import type { Case } from '../case/case.js';
import type { Done, Implementation } from '../case/implementation.js';
import type { Program } from '../case/program.js';
import { type TensorData, tensorData } from '../case/tensor-data.js';
import { NoTruth } from '../reference/index.js';
import { answerTo } from './ask.js';
import { type EdgeComparer, edgeOf } from './at-edge.js';
import { type CaseTruth, directionOf, truthOf } from './case-truth.js';
import { Comparer } from './comparer.js';
import type { FormProblems } from './form.js';
import type { Verdict } from './verdict.js';

export class Trial {
  /** If the chain has no truth, but the whole program has: what compares with it. */
  readonly edge: EdgeComparer | undefined;
  private readonly chained: { readonly truth: CaseTruth; readonly compare: Comparer } | undefined;
  /** What is wrong with the form of the first answer. */
  known: FormProblems = new Map();
  private forwardRun: Promise<Done | Verdict> | undefined;
  private lastRun: Promise<unknown> = Promise.resolve();

  /** @throws {NoTruth} where the case has no derivative to compare with. */
  constructor(
    readonly implementation: Implementation,
    readonly testCase: Case,
  ) {
    try {
      const truth = truthOf(testCase, implementation);
      this.chained = { truth, compare: new Comparer(truth) };
    } catch (error) {
      if (!(error instanceof NoTruth)) throw error;
      this.edge = edgeOf(testCase, error, implementation);
    }
  }

  /** What the chain of Jacobians knows. Laws that are not marked atEdges may ask for it. */
  get truth(): CaseTruth {
    return this.chain.truth;
  }

  get compare(): Comparer {
    return this.chain.compare;
  }

  private get chain() {
    if (this.chained !== undefined) return this.chained;
    throw new Error('a law asked for Jacobians where a step has none; do not mark it atEdges');
  }

  /** Jv by forward mode, for v of short decimals; two laws ask for it, and it is run once. */
  forward(): Promise<Done | Verdict> {
    this.forwardRun ??= this.run(
      {
        tangents: tangentsOf(this.testCase.program),
        cotangents: [],
        order: 1,
        directions: [],
      },
      'in forward mode',
    );
    return this.forwardRun;
  }

  /**
   * Runs a variation of the case.
   * @param how how it differs, as a sentence goes on: `in mode lazy`
   * @returns an answer of which every count, shape and dtype is right, or the verdict on what came instead
   */
  run(changes: Partial<Case>, how: string): Promise<Done | Verdict> {
    const start = () => answerTo(this.implementation, { ...this.testCase, ...changes }, how, this.known);
    if (this.implementation.queues) return start();
    const run = this.lastRun.then(start);
    this.lastRun = run.catch(() => {});
    return run;
  }
}

/** Undefined where there is no Jacobian, or one that is too large, to compare every entry with. */
export function trialByJacobians(implementation: Implementation, testCase: Case): Trial | undefined {
  try {
    const trial = new Trial(implementation, testCase);
    return trial.edge !== undefined || trial.truth.tooLarge ? undefined : trial;
  } catch (error) {
    if (error instanceof NoTruth) return undefined;
    throw error;
  }
}

const tangentsOf = (program: Program): TensorData[] =>
  directionOf(program).map((entries, input) => {
    const { dtype, shape } = at(program.inputs, input);
    return tensorData(dtype, shape, [...entries]);
  });
