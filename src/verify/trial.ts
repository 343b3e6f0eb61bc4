/** One case on one implementation: runs of it and of its variations, and what its answers are held against. */
import type { Case } from '../case/case.js';
import type { Done, Implementation } from '../case/implementation.js';
import { answerTo } from './ask.js';
import { type CaseTruth, truthOf } from './case-truth.js';
import { Comparer } from './comparer.js';
import type { FormProblems } from './form.js';
import type { Verdict } from './verdict.js';

export class Trial {
  readonly truth: CaseTruth;
  readonly compare: Comparer;
  /** What is wrong with the form of the first answer. */
  known: FormProblems = new Map();
  private lastRun: Promise<unknown> = Promise.resolve();

  /** @throws {NoTruth} where the case has no derivative to compare with. */
  constructor(
    readonly implementation: Implementation,
    readonly testCase: Case,
  ) {
    this.truth = truthOf(testCase);
    this.compare = new Comparer(this.truth);
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
