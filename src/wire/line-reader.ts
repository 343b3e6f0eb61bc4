/** Splits a stream of bytes into lines, and keeps no more of an unfinished one than the bound. */
export class LineReader {
  private parts: Buffer[] = [];
  private length = 0;

  constructor(
    /** The longest that the current line may be. */
    private readonly mostBytes: () => number,
    private readonly onLine: (line: string) => void,
    /** Called instead when a line grows beyond the bound. */
    private readonly onFlood: (bytes: number) => void,
  ) {}

  read(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      if (!this.keep(rest.subarray(0, end))) return;
      const line = this.unfinished;
      this.clear();
      this.onLine(line);
      rest = rest.subarray(end + 1);
    }
    this.keep(rest);
  }

  /** What came after the last line's end, if anything: a process died in the middle of a line. */
  get unfinished(): string {
    const [only = Buffer.alloc(0), ...more] = this.parts;
    return (more.length === 0 ? only : Buffer.concat(this.parts)).toString('utf8');
  }

  /** @returns whether there was room for it. */
  private keep(part: Buffer): boolean {
    if (part.length === 0) return true;
    this.parts.push(part);
    this.length += part.length;
    const most = this.mostBytes();
    if (this.length <= most) return true;
    this.clear();
    this.onFlood(most);
    return false;
  }

  private clear(): void {
    this.parts = [];
    this.length = 0;
  }
}
