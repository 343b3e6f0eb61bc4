/** Tells which nodes a function makes while it runs, as opposed to those that existed before. */
import type { Tensor } from './tensor.js';

/** The runs in progress, the innermost first. */
interface Run {
  readonly made: Set<Tensor>;
  readonly outer: Run | undefined;
}

let current: Run | undefined;

/** Called with every node that requires grad, when it is made. */
export function noteMade(node: Tensor): void {
  for (let run = current; run !== undefined; run = run.outer) run.made.add(node);
}

/** What `run` returns, and the nodes requiring grad that it made. */
export function withMade<T>(run: () => T): { readonly result: T; readonly made: ReadonlySet<Tensor> } {
  const made = new Set<Tensor>();
  current = { made, outer: current };
  try {
    return { result: run(), made };
  } finally {
    current = current.outer;
  }
}
