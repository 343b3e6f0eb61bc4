/** Functions of lists of numbers, and their gradients by hand: what comes back for dy, the adjoint of the value. */
const sigmoid = (x) => 1 / (1 + Math.exp(-x));

export const swish = (xs) => xs.map((x) => x * sigmoid(x));

export const swishGradient = (xs, dy) =>
  xs.map((x, at) => dy[at] * (sigmoid(x) + x * sigmoid(x) * (1 - sigmoid(x))));

export const mean = (xs) => xs.reduce((sum, x) => sum + x, 0) / xs.length;

export const meanGradient = (xs, dy) => xs.map(() => dy / xs.length);

/** Divides by the Euclidean length. */
export const normalize = (xs) => xs.map((x) => x / Math.hypot(...xs));

/** The mistake: the length is taken for a constant. */
export const normalizeGradient = (xs, dy) => xs.map((_, at) => dy[at] / Math.hypot(...xs));
