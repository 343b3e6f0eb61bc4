/** Checks that throw, for any test runner: node:test, Jest, Mocha. */
import type { Implementation } from '../case/implementation.js';
import type { OpName } from '../case/vocabulary.js';
import {
  type CheckGradientOptions,
  checkGradient,
  type GradientReport,
  type Input,
  type MixedOptions,
} from '../functions/index.js';
import { singleOpCases, space } from '../generate/index.js';
import { checkLaws, explainFailure, laws, type Verdict } from '../verify/index.js';

/** A gradient is wrong. Test runners show `expected` and `actual`. */
export class WrongGradient extends Error {
  override readonly name = 'WrongGradient';
  readonly expected: unknown;
  readonly actual: unknown;

  constructor(message: string, { expected, actual }: Numbers = {}) {
    super(message);
    this.expected = expected;
    this.actual = actual;
  }
}

interface Numbers {
  readonly expected?: unknown;
  readonly actual?: unknown;
}

/** What was expected, and what came: numbers, where a law compares them. */
const numbersIn = (verdict: Verdict): Numbers =>
  verdict.kind === 'disagree' ? { expected: verdict.expected, actual: verdict.got } : {};

/** What is found about a claim: whether it holds, and what to say if it does not. */
export interface Finding extends Numbers {
  readonly holds: boolean;
  readonly text: string;
}

export const findingOf = ({ ok, text, failure }: GradientReport): Finding => ({
  holds: ok,
  text,
  ...(failure && numbersIn(failure.verdict)),
});

/** What is drawn. */
export interface AgreeOptions {
  /** How many cases are drawn. Default 100. */
  readonly runs?: number;
  /** The same seed draws the same. Default 1. */
  readonly seed?: number;
  /** Replays one failure: the path that it printed beside its seed. */
  readonly path?: string;
}

/** Whether an implementation agrees with the reference on drawn cases of an op. */
export async function agreementOn(
  implementation: Implementation,
  op: OpName,
  { runs = 100, seed = 1, path }: AgreeOptions = {},
): Promise<Finding> {
  const {
    dtypes: [dtype = 'float64'],
    modes: [mode = 'eager'],
    broadcasts,
  } = implementation;
  const cases = singleOpCases(op, space({ dtype, mode, broadcasts }));
  const { failure, counts } = await checkLaws(implementation, {
    cases,
    laws,
    runs,
    seed,
    ...(path !== undefined && { path }),
  });
  if (failure !== undefined) {
    const again = `{ seed: ${seed}, path: '${failure.path}' }`;
    return { holds: false, text: explainFailure(failure, again), ...numbersIn(failure.verdict) };
  }
  const judged = [...counts.values()].some(({ agree }) => agree > 0);
  return judged
    ? {
        holds: true,
        text: `${implementation.name} agrees with the reference on ${op}: ${runs} cases, seed ${seed}.`,
      }
    : { holds: false, text: `No law said anything of ${op}: does ${implementation.name} have it?` };
}

/**
 * Checks a gradient written by hand, as `checkGradient` does.
 * @throws {WrongGradient} if it is wrong, or if of some case nothing can be said
 */
export function assertGradient<T>(
  f: (...inputs: T[]) => unknown,
  gradient: (...inputsAndCotangents: T[]) => unknown,
  inputs: readonly Input[],
  options?: CheckGradientOptions<T>,
): Promise<void>;
/** The same for a function whose parameters differ in type, such as a list of numbers and a number. */
export function assertGradient(
  f: (...inputs: never[]) => unknown,
  gradient: (...inputsAndCotangents: never[]) => unknown,
  inputs: readonly Input[],
  options?: MixedOptions,
): Promise<void>;
export async function assertGradient<T>(
  f: (...inputs: T[]) => unknown,
  gradient: (...inputsAndCotangents: T[]) => unknown,
  inputs: readonly Input[],
  options: CheckGradientOptions<T> = {},
): Promise<void> {
  throwUnless(findingOf(await checkGradient(f, gradient, inputs, options)));
}

/**
 * Holds an implementation to the laws on drawn cases of an op.
 * @throws {WrongGradient} if a law is broken
 */
export async function assertAgreesOn(
  implementation: Implementation,
  op: OpName,
  options: AgreeOptions = {},
): Promise<void> {
  throwUnless(await agreementOn(implementation, op, options));
}

function throwUnless({ holds, text, ...numbers }: Finding): void {
  if (!holds) throw new WrongGradient(text, numbers);
}
