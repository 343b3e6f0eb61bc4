/**
 * A child process that runs a bundle under Node's permission model: no files but the bundle, no processes,
 * workers or addons, no environment, bounded memory, output and time. It is started when first asked, and
 * started again after it died, a bounded number of times. docs/security.md says what that is to keep out.
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { dirname } from 'node:path';
import { endGroup, spawnHeld } from '../oracle/leftovers.js';
import type { Request } from './messages.js';
import { boundedCommand, laterOptimization, permissionFlag } from './protection.js';
import { SetupError } from './setup-error.js';

export interface Limits {
  readonly startMilliseconds: number;
  readonly runMilliseconds: number;
  /** Of the heap; and of array buffers, which lie outside it. */
  readonly memoryMegabytes: number;
  readonly bufferMegabytes: number;
  /** Processor time of one life of the process. */
  readonly processorSeconds: number;
  /** The longest reply, the most that may be printed, and the most of it that is kept. */
  readonly replyBytes: number;
  readonly printedBytes: number;
  readonly keptBytes: number;
  /** How often the child may die in one part of an exercise, and in all of it. */
  readonly livesPerPart: number;
  readonly lives: number;
  /** Of a whole submission: once it is over, nothing more is asked of it. */
  readonly totalMilliseconds: number;
}

export const defaultLimits: Limits = {
  startMilliseconds: 10_000,
  runMilliseconds: 5_000,
  memoryMegabytes: 256,
  bufferMegabytes: 512,
  processorSeconds: 600,
  replyBytes: 32_000_000,
  printedBytes: 32_000_000,
  keptBytes: 10_000,
  livesPerPart: 2,
  lives: 4,
  totalMilliseconds: 1_200_000,
};

/** What came back for a request: one line, or the way the child died. */
export type Answer =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'timeout'; readonly milliseconds: number }
  | { readonly kind: 'exited'; readonly how: string; readonly printed: string }
  | { readonly kind: 'flooded'; readonly bytes: number; readonly where: 'a reply' | 'standard error' }
  | { readonly kind: 'spent' };

/** The operating system would not start the process at all. */
type Unstartable = { readonly kind: 'unstartable'; readonly how: string };

export class Sandbox {
  private child: Child | undefined;
  private lives: number;
  private livesOfPart: number;

  constructor(
    private readonly bundle: string,
    private readonly limits: Limits = defaultLimits,
  ) {
    this.lives = limits.lives;
    this.livesOfPart = limits.livesPerPart;
  }

  /** For the next part: that an earlier one died costs it nothing, up to a bound on all of them. */
  renewLives(): void {
    this.livesOfPart = Math.min(this.limits.livesPerPart, this.lives);
  }

  /** Starts the child, if it does not run; anything but a line means that the submission cannot be loaded. */
  async start(): Promise<Answer> {
    this.child = new Child(this.bundle, this.limits);
    return this.ask({ cmd: 'start', version: 1 }, this.limits.startMilliseconds);
  }

  /** @param replyBytes the longest reply that the request can have, where that is less than the limit for all */
  async request(request: Request, replyBytes = this.limits.replyBytes): Promise<Answer> {
    if (this.livesOfPart <= 0) return { kind: 'spent' };
    if (this.child === undefined) {
      const started = await this.start();
      if (started.kind !== 'line') return started;
    }
    return this.ask(request, this.limits.runMilliseconds, replyBytes);
  }

  private async ask(
    request: Request,
    milliseconds: number,
    replyBytes = this.limits.replyBytes,
  ): Promise<Answer> {
    const answer = (await this.child?.ask(request, milliseconds, replyBytes)) ?? { kind: 'spent' };
    if (answer.kind === 'unstartable')
      throw new SetupError(`A process for the submission cannot be started: ${answer.how}.`);
    if (answer.kind !== 'line') {
      this.stop();
      this.lives -= 1;
      this.livesOfPart -= 1;
    }
    return answer;
  }

  stop(): void {
    this.child?.kill();
    this.child = undefined;
  }
}

/** One life of the process; it is asked one thing at a time. */
class Child {
  private readonly process: ChildProcessWithoutNullStreams;
  private unfinished: string[] = [];
  private unfinishedBytes = 0;
  private replyBytes: number;
  private printed = '';
  private printedBytes = 0;
  private settle: ((answer: Answer | Unstartable) => void) | undefined;
  private death: Answer | Unstartable | undefined;

  constructor(
    bundle: string,
    private readonly limits: Limits,
  ) {
    this.replyBytes = limits.replyBytes;
    const flags = [
      permissionFlag(),
      `--allow-fs-read=${bundle}`,
      `--max-old-space-size=${limits.memoryMegabytes}`,
      '--disallow-code-generation-from-strings',
      '--enable-source-maps',
      // A life is short: helper threads, and compiling optimized code sooner, cost more than they give back.
      '--single-threaded',
      ...laterOptimization(),
      '--no-warnings',
    ];
    const command = boundedCommand([...flags, bundle], bundle, {
      dataMegabytes: limits.memoryMegabytes + limits.bufferMegabytes,
      processorSeconds: limits.processorSeconds,
    });
    this.process = spawnHeld(command, { cwd: dirname(bundle), env: {} });
    this.process.stdout.setEncoding('utf8').on('data', (chunk: string) => this.read(chunk));
    this.process.stderr.setEncoding('utf8').on('data', (chunk: string) => this.keep(chunk));
    // A dead child's pipe breaks: `close` reports the death.
    this.process.stdin.on('error', () => {});
    this.process.on('error', (error) => this.die({ kind: 'unstartable', how: error.message }));
    this.process.on('close', (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      this.die({ kind: 'exited', how, printed: this.printed });
    });
  }

  ask(request: Request, milliseconds: number, replyBytes: number): Promise<Answer | Unstartable> {
    this.replyBytes = Math.min(replyBytes, this.limits.replyBytes);
    if (this.death !== undefined) return Promise.resolve(this.death);
    return new Promise((resolve) => {
      // Not at once: when it was this process that was busy, the reply is there and still to be read.
      const late = () => setImmediate(() => this.settle && this.die({ kind: 'timeout', milliseconds }));
      const timer = setTimeout(late, milliseconds);
      this.settle = (answer) => {
        clearTimeout(timer);
        this.settle = undefined;
        resolve(answer);
      };
      this.process.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  kill(): void {
    endGroup(this.process.pid);
  }

  private read(chunk: string): void {
    const end = chunk.indexOf('\n');
    this.unfinishedBytes += chunk.length;
    if (this.unfinishedBytes > this.replyBytes) {
      this.die({ kind: 'flooded', bytes: this.replyBytes, where: 'a reply' });
      return;
    }
    if (end < 0) {
      this.unfinished.push(chunk);
      return;
    }
    const text = this.unfinished.join('') + chunk.slice(0, end);
    this.unfinished = [chunk.slice(end + 1)];
    this.unfinishedBytes = chunk.length - end - 1;
    this.settle?.({ kind: 'line', text });
  }

  private keep(chunk: string): void {
    const { printedBytes, keptBytes } = this.limits;
    this.printed = (this.printed + chunk).slice(-keptBytes);
    this.printedBytes += chunk.length;
    if (this.printedBytes > printedBytes)
      this.die({ kind: 'flooded', bytes: printedBytes, where: 'standard error' });
  }

  private die(death: Answer | Unstartable): void {
    this.death ??= death;
    this.kill();
    this.settle?.(this.death);
  }
}
