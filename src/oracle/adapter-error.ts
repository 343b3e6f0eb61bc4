/** The adapter, not the implementation behind it, is broken: nothing can be said of any gradient. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';
}
