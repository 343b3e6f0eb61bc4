/** What can go wrong beside a shape (`ShapeError`, in program). Every message says what to do. */

/** Two dtypes in one op. */
export class DTypeError extends Error {
  override readonly name = 'DTypeError';
}

/** Differentiation asked for where it cannot be: no outGrad, a freed graph, an overwritten value. */
export class AutogradError extends Error {
  override readonly name = 'AutogradError';
}

/** A `gradient` method returned something that is no gradient. */
export class GradientError extends Error {
  override readonly name = 'GradientError';
}

/** A function or method that is still to be written, as in an exercise. */
export class NotImplemented extends Error {
  override readonly name = 'NotImplemented';
}

/** Saved state that cannot be read, or does not fit the module that it is loaded into. */
export class StateError extends Error {
  override readonly name = 'StateError';
}
