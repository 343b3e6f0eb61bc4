/**
 * One life of an adapter's process: lines in, lines out. It leads a process group of its own, so that whatever it
 * starts dies with it. What its lines mean is session.ts's business.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { endGroup, holdGroup } from './leftovers.js';
import { LineReader } from './line-reader.js';

export interface ProcessLimits {
  /** The longest line that is read. */
  readonly lineBytes: number;
  /** How much of standard error's end is kept for complaints. */
  readonly stderrBytes: number;
}

export interface ProcessEvents {
  onLine(line: string): void;
  /** It ended, or had to be ended: in a sentence, how. Called once. */
  onEnd(how: string): void;
  onStderr(text: string): void;
}

/** How long what a dead process wrote may take to arrive. Whatever it started may hold its pipes open for ever. */
const graceMilliseconds = 200;

export class AdapterProcess {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly reader: LineReader;
  private tail = '';
  private ended = false;

  constructor(
    command: readonly string[],
    limits: ProcessLimits,
    private readonly events: ProcessEvents,
  ) {
    const [program = '', ...args] = command;
    this.child = spawn(program, args, { detached: true, stdio: 'pipe' });
    holdGroup(this.child.pid);
    const flood = () => this.end(`it wrote a line longer than ${limits.lineBytes} bytes`);
    this.reader = new LineReader(limits.lineBytes, (line) => this.ended || events.onLine(line), flood);
    this.child.stdout.on('data', (chunk: Buffer) => this.ended || this.reader.read(chunk));
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.tail = (this.tail + text).slice(-limits.stderrBytes);
      events.onStderr(text);
    });
    // A dead process's pipe breaks: `close` reports the death.
    this.child.stdin.on('error', () => {});
    this.child.on('error', (error) => this.end(`it could not be started: ${error.message}`));
    this.child.on('close', (code, signal) => this.end(this.obituary(code, signal)));
    this.child.on('exit', (code, signal) => {
      // Not at once: when this process was busy, what was written is still to be read.
      const late = () => setImmediate(() => this.end(this.obituary(code, signal)));
      setTimeout(late, graceMilliseconds).unref();
    });
  }

  /** The end of what it wrote to standard error. */
  get stderrTail(): string {
    return this.tail;
  }

  send(line: string): void {
    if (this.ended) return;
    // Lines that are sent in one go are written in one go.
    this.child.stdin.cork();
    this.child.stdin.write(`${line}\n`);
    process.nextTick(() => this.child.stdin.uncork());
  }

  /** Ends it and reports how, unless it has ended already. */
  end(how: string): void {
    if (this.ended) return;
    this.ended = true;
    this.kill();
    this.events.onEnd(how);
  }

  /**
   * Says that nothing more will come, and waits for it to go.
   * @returns whether it went by itself within that time; else it is killed.
   */
  async goodbye(milliseconds: number): Promise<boolean> {
    if (this.ended) return true;
    // It goes as it was told to: that is no death.
    this.ended = true;
    const gone = new Promise<boolean>((resolve) => {
      this.child.once('exit', () => resolve(true));
      setTimeout(() => resolve(false), milliseconds).unref();
    });
    this.child.stdin.end();
    const left = await gone;
    this.kill();
    return left;
  }

  kill(): void {
    endGroup(this.child.pid);
    // What escaped the group may hold these open, and would keep this process from ending.
    this.child.stdout.destroy();
    this.child.stderr.destroy();
  }

  private obituary(code: number | null, signal: string | null): string {
    const how = signal === null ? `it exited with code ${code}` : `it was ended by ${signal}`;
    return this.reader.unfinished === '' ? how : `${how} in the middle of a line`;
  }
}
