/** A part of the measurement is cut into blocks; each is decided by its name alone, and kept in a file when done. */

export interface Block<Result> {
  readonly name: string;
  run(): Result | Promise<Result>;
}

export interface Section {
  /** What the JSON file says of this part. */
  readonly summary: unknown;
  /** The part's section of the page. */
  readonly markdown: string;
  /** What should not have been, each in full: printed at the end. */
  readonly findings: readonly string[];
  /** What is printed in any case. */
  readonly headline?: string;
}

export interface Part<Result> {
  /** As `--only` takes it. */
  readonly name: string;
  /** Its key in the JSON file. */
  readonly key: string;
  /** @param cases the size of the whole measurement, as `--cases` gives it */
  blocks(cases: number): readonly Block<Result>[];
  /** What the blocks that are there say together. */
  section(results: readonly Result[]): Section;
}

/** Blocks that differ by their number. */
export const numbered = <Result>(
  count: number,
  name: string,
  run: (index: number) => Result | Promise<Result>,
): Block<Result>[] =>
  Array.from({ length: count }, (_, index) => ({ name: `${name}-${index}`, run: () => run(index) }));
