/** What a harness in a page's worker is given, and what it gives back. */

/** A submission's file, as a function of what it imports. @param names what it must export */
export type Written = (
  load: (name: string) => object,
  names: readonly string[],
) => Readonly<Record<string, unknown>>;

export interface Host {
  readonly written: Written;
  /** Set by the harness. */
  answer: (message: unknown) => unknown;
  print: (line: string) => void;
  /** Takes the reply. */
  send: (message: object) => void;
}

/**
 * The harness of an exercise with the engine around it, without gradient rules: a bundle as a function, so that each call
 * makes an engine that has run nothing. It runs the submission where the bundle of a process has it.
 */
export type Harness = (host: Host) => void;
