/**
 * One-sided differences at 40 digits with a step of 1e-18, on each side: what they say of a slope.
 * Where the sides differ the point lies on a kink.
 */
import { bigNumbers, settledDigits } from './arithmetic.js';

export const big = bigNumbers(settledDigits);
const step = big.from(1e-18);

/** What to move an entry by. */
export const shifts = {
  right: step,
  left: big.subtract(big.from(0), step),
  further: big.add(step, step),
};

/** What the difference of two values of size 1 loses, once divided by the step. */
export const lost = 10 ** (2 - settledDigits) / 1e-18;

/** Two sides of a smooth function differ by about 1e-18 of its curvature; those of a kink by its jump. */
const jump = 1e-12;

/** Below this a slope may be nothing but the step itself, as that of x³ at 0 is: its square, on both sides. */
const faint = 1e-12;

interface Central {
  readonly value: number;
  readonly error: number;
  readonly kinked: boolean;
}

/**
 * The slope between two sides, with a bound on its error.
 * @param further the slope over twice the step to the right, which shows what the step itself contributes
 * @param noise what rounding at 40 digits may cost each side
 */
export function between(left: number, right: number, further: () => number, noise: number): Central {
  const scale = Math.max(Math.abs(left), Math.abs(right));
  const apart = Math.abs(right - left);
  const bent = scale > 0 && scale < faint ? Math.abs(further() - right) : 0;
  const value = (left + right) / 2;
  return { value, error: apart + bent + scale * 2 ** -52 + noise, kinked: apart > jump * scale + noise };
}
