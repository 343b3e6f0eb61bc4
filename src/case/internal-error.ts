/**
 * Something went wrong in Backproof itself while it asked an implementation. The implementation did not throw it, so
 * it is not a finding.
 */
export class InternalError extends Error {
  override readonly name = 'InternalError';

  constructor(cause: unknown) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause), { cause });
  }
}

/** Runs `ask`. @throws {InternalError} for whatever it throws, which is an error of our own. */
export async function asOurs<T>(ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof InternalError ? error : new InternalError(error);
  }
}
