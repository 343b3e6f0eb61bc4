/** Splits a stream of bytes into lines, and keeps no more of an unfinished one than the bound. */
export class LineReader {
  private parts: Buffer[] = [];
  private length = 0;

  constructor(
    private readonly mostBytes: number,
    private readonly onLine: (line: string) => void,
    /** Called instead, once, when a line grows beyond the bound. */
    private readonly onFlood: () => void,
  ) {}

  read(chunk: Buffer): void {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      this.keep(rest.subarray(0, end));
      const line = Buffer.concat(this.parts).toString('utf8');
      this.parts = [];
      this.length = 0;
      this.onLine(line);
      rest = rest.subarray(end + 1);
    }
    this.keep(rest);
    if (this.length > this.mostBytes) {
      this.parts = [];
      this.onFlood();
    }
  }

  /** What came after the last line's end, if anything: an adapter died in the middle of a line. */
  get unfinished(): string {
    return Buffer.concat(this.parts).toString('utf8');
  }

  private keep(part: Buffer): void {
    if (part.length === 0) return;
    this.parts.push(part);
    this.length += part.length;
  }
}
