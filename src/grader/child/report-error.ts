/** Nobody reads more of a message or of a traceback. */
const clipped = (text: unknown): string => String(text).slice(0, 10_000);

/** Describes a thrown value, which may be anything. */
export function reportError(thrown: unknown): { type: string; message: string; traceback: string } {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: clipped(thrown), traceback: '' };
  return { type: clipped(thrown.name), message: clipped(thrown.message), traceback: clipped(thrown.stack) };
}
