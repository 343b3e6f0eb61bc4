/**
 * How ops run: at once (eager) or on demand (lazy), recorded for differentiation or not. The scoped functions are
 * synchronous and restore the mode when they return or throw.
 */

interface Mode {
  readonly lazy: boolean;
  readonly grad: boolean;
  readonly inference: boolean;
}

let mode: Mode = { lazy: false, grad: true, inference: false };

/** Whether ops build a graph now instead of computing; false unless told. */
export const isLazy = (): boolean => mode.lazy;
/** Whether this is within `inferenceMode`. */
export const isInference = (): boolean => mode.inference;
/** Inference mode wins: `enableGrad` within it changes nothing. */
export const isGradEnabled = (): boolean => mode.grad && !mode.inference;

function within<T>(change: Partial<Mode>, run: () => T): T {
  const before = mode;
  const { lazy = before.lazy, grad = before.grad, inference = before.inference } = change;
  mode = { lazy, grad, inference };
  try {
    return run();
  } finally {
    mode = before;
  }
}

/** Sets the mode of everything that follows. Eager is the default. */
export function setLazy(lazy: boolean): void {
  mode = { ...mode, lazy };
}

/** Sets whether the results of everything that follows may require grad, as within `enableGrad` or `noGrad`. */
export function setGradEnabled(grad: boolean): void {
  mode = { ...mode, grad };
}

/** Within `run`, ops build a graph; values are computed when they are asked for. */
export const lazily = <T>(run: () => T): T => within({ lazy: true }, run);

/** Within `run`, ops compute at once. */
export const eagerly = <T>(run: () => T): T => within({ lazy: false }, run);

/** Within `run`, results do not require grad. */
export const noGrad = <T>(run: () => T): T => within({ grad: false }, run);

/** Within `run`, results require grad when an input does, even inside `noGrad`. */
export const enableGrad = <T>(run: () => T): T => within({ grad: true }, run);

/** Like `noGrad`, but permanent: tensors made within `run` cannot take part in autograd later. */
export const inferenceMode = <T>(run: () => T): T => within({ inference: true }, run);
