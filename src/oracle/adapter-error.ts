/** The adapter is broken, not the implementation behind it: nothing can be said about any gradient. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';
}
