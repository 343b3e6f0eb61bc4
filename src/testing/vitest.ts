/**
 * Matchers for Vitest: `import 'backproof/vitest'` in a test, or in `setupFiles`. Each returns a promise: await it.
 *
 *     await expect(f).toHaveGradient(gradient, [{ shape: ['n'] }]);
 *     await expect(implementation).toAgreeOn('matmul');
 */
import { expect } from 'vitest';
import type { Implementation } from '../case/implementation.js';
import type { OpName } from '../case/vocabulary.js';
import { type CheckGradientOptions, checkGradient, type Input } from '../functions/index.js';
import { type AgreeOptions, agreementOn, type Finding, findingOf } from './assert.js';

type AnyFunction = (...given: never[]) => unknown;

interface GradientMatchers {
  /** The function has this gradient, as `checkGradient` finds it. */
  toHaveGradient(
    gradient: AnyFunction,
    inputs: readonly Input[],
    options?: CheckGradientOptions<never>,
  ): Promise<void>;
  /** The implementation agrees with the reference on drawn cases of an op. */
  toAgreeOn(op: OpName, options?: AgreeOptions): Promise<void>;
}

declare module 'vitest' {
  // The names of the parameters must be those of Vitest's own declarations.
  interface Matchers<T> extends GradientMatchers {}
}

const matched = ({ holds, text, expected, actual }: Finding) => ({
  pass: holds,
  message: () => text,
  ...(expected !== undefined && { expected, actual }),
});

expect.extend({
  async toHaveGradient(
    f: AnyFunction,
    gradient: AnyFunction,
    inputs: readonly Input[],
    options: CheckGradientOptions<never> = {},
  ) {
    return matched(findingOf(await checkGradient(f, gradient, inputs, options)));
  },
  async toAgreeOn(implementation: Implementation, op: OpName, options: AgreeOptions = {}) {
    return matched(await agreementOn(implementation, op, options));
  },
});
