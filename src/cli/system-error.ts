/** Errors of the operating system as sentences: what could not be done, with which file, why. */
import { getSystemErrorMap } from 'node:util';

/** @returns undefined if an error is not one of the operating system */
export function systemErrorSentence(error: unknown): string | undefined {
  const { code, errno, syscall, path, dest } = Object(error) as Partial<
    NodeJS.ErrnoException & { dest: string }
  >;
  if (typeof code !== 'string' || typeof syscall !== 'string') return undefined;
  if (syscall === 'uv_cwd') return 'The working directory is gone: change into one that exists.';
  const why = getSystemErrorMap().get(errno ?? 0)?.[1] ?? code;
  const file = dest ?? path;
  const what = file === undefined ? `The system refused to ${syscall}` : `${syscall} "${short(file)}" failed`;
  return `${what}: ${why} (${code}).`;
}

/** A name may be too long, and that be the trouble. */
const short = (file: string): string => (file.length > 300 ? `${file.slice(0, 300)}…` : file);
