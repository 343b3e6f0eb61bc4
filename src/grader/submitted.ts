/** What was handed in, as messages speak of it: a file or a folder on a disk, or a text in a page. */
export interface Submitted {
  /** What tracebacks call it; only their lines in it, or in files within it, are shown. */
  holds(path: string): boolean;
  /** What messages call a path. */
  shown(path: string): string;
  /** The path of the one file; undefined for a folder. */
  readonly file: string | undefined;
  /** Its text; empty for a folder, or if it cannot be read. */
  text(): string;
}
