/** The error function, 2/√π ∫₀ˣ e^(−t²) dt: its Maclaurin series near 0, its continued fraction beyond 2. */

const twoOverRootPi = 2 / Math.sqrt(Math.PI);

export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  const value = size < 2 ? series(size) : 1 - fraction(size);
  return x < 0 ? -value : value;
}

/** 2x/√π · e^(−x²) · (1 + 2x²/3 · (1 + 2x²/5 · (…))): all terms are positive, so none cancels. */
function series(x: number): number {
  const square = 2 * x * x;
  let sum = 1;
  for (let n = 40; n > 0; n--) sum = 1 + (square / (2 * n + 1)) * sum;
  return twoOverRootPi * x * Math.exp(-x * x) * sum;
}

/** 1 − erf x = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))) for x ≥ 2. */
function fraction(x: number): number {
  let denominator = x;
  for (let n = 60; n > 0; n--) denominator = x + n / 2 / denominator;
  return ((twoOverRootPi / 2) * Math.exp(-x * x)) / denominator;
}
