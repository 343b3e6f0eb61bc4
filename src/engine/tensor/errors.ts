/** Every error except ShapeError (which is in case). Each message says what to do. */

/** Two dtypes in one op. */
export class DTypeError extends Error {
  override readonly name = 'DTypeError';
}

/** Differentiation is impossible: no outGrad, a freed graph, an overwritten value. */
export class AutogradError extends Error {
  override readonly name = 'AutogradError';
}

/** A `gradient` method returned something that is not a gradient. */
export class GradientError extends Error {
  override readonly name = 'GradientError';
}

/** A function or method is still to be written, as in an exercise. */
export class NotImplemented extends Error {
  override readonly name = 'NotImplemented';
}

/** Saved state that cannot be read, or does not fit the module that it is loaded into. */
export class StateError extends Error {
  override readonly name = 'StateError';
}
