/**
 * Something that went wrong in Backproof itself while it asked an implementation: nothing that the implementation threw,
 * and so no finding.
 */
export class InternalError extends Error {
  override readonly name = 'InternalError';

  constructor(cause: unknown) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause), { cause });
  }
}

/** What `ask` throws, if it throws, is an error of ours. @throws {InternalError} */
export async function asOurs<T>(ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof InternalError ? error : new InternalError(error);
  }
}
