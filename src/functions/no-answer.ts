import type { CrashReport } from '../case/implementation.js';
import { type Verdict, writtenTo } from '../verify/index.js';
import { type FunctionLaw, functionLaws } from './laws/index.js';

/** Thrown by a subject that cannot answer: what is to be said of that. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  /** @param law the law that it breaks; default: that of the question asked */
  constructor(
    readonly verdict: Verdict,
    readonly law?: FunctionLaw,
  ) {
    super('no answer');
  }

  /** Something was written to in place. @param what it is called in messages */
  static changed(what: string): NoAnswer {
    return new NoAnswer(writtenTo(what), functionLaws.pure);
  }
}

/** What the function threw. */
export const crashed = (error: unknown): Verdict => {
  if (error instanceof NoAnswer) return error.verdict;
  return { kind: 'crashed', error: crashReport(error) };
};

export function crashReport(error: unknown): CrashReport {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { type: name, message, traceback: stack };
}

export const lawOf = (error: unknown, otherwise: FunctionLaw): FunctionLaw =>
  (error instanceof NoAnswer ? error.law : undefined) ?? otherwise;
