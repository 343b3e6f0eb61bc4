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

type Reached =
  | Answer
  /** The operating system would not start the process at all. */
  | { readonly kind: 'unstartable'; readonly how: string }
  /** The process died before it came to this request. */
  | { readonly kind: 'unreached' };

const unreached: Reached = { kind: 'unreached' };

/** A request on its way. Its time runs once all earlier ones are answered. */
interface Pending {
  readonly milliseconds: number;
  readonly replyBytes: number;
  readonly settle: (answer: Reached) => void;
}

export class Sandbox {
  private child: Child | undefined;
  private starting: Promise<Answer> | undefined;
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

  /** Starts the child; anything but a line means that the submission cannot be loaded. */
  async start(): Promise<Answer> {
    this.child = new Child(this.bundle, this.limits);
    return this.ask({ cmd: 'start', version: 1 }, this.limits.startMilliseconds);
  }

  /**
   * Requests may be made before earlier ones are answered; the child takes them in their order.
   * @param replyBytes the longest reply that the request can have, where that is less than the limit for all
   */
  async request(request: Request, replyBytes = this.limits.replyBytes): Promise<Answer> {
    if (this.livesOfPart <= 0) return { kind: 'spent' };
    if (this.child === undefined) this.starting = this.start().finally(() => (this.starting = undefined));
    const started = await this.starting;
    if (started !== undefined && started.kind !== 'line') return started;
    return this.ask(request, this.limits.runMilliseconds, replyBytes);
  }

  private async ask(
    request: Request,
    milliseconds: number,
    replyBytes = this.limits.replyBytes,
  ): Promise<Answer> {
    const answer = (await this.child?.ask(request, milliseconds, replyBytes)) ?? unreached;
    if (answer.kind === 'unstartable')
      throw new SetupError(`A process for the submission cannot be started: ${answer.how}.`);
    // It died of an earlier request: this one is put to its next life.
    if (answer.kind === 'unreached') return this.request(request, replyBytes);
    if (answer.kind !== 'line') {
      this.end();
      this.lives -= 1;
      this.livesOfPart -= 1;
    }
    return answer;
  }

  /** The next request is put to a process that has seen nothing. It costs no life; nothing may be under way. */
  renewProcess(): void {
    this.end();
  }

  /** For good. */
  stop(): void {
    this.lives = 0;
    this.livesOfPart = 0;
    this.end();
  }

  private end(): void {
    this.child?.kill();
    this.child = undefined;
  }
}

/** One life of the process. It answers one request after the other, in their order. */
class Child {
  private readonly process: ChildProcessWithoutNullStreams;
  private unfinished: string[] = [];
  private unfinishedBytes = 0;
  private printed = '';
  private printedBytes = 0;
  private unsent = '';
  private readonly pending: Pending[] = [];
  private timer: NodeJS.Timeout | undefined;
  private death: Reached | undefined;
  private deathTold = false;

  constructor(
    bundle: string,
    private readonly limits: Limits,
  ) {
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

  ask(request: Request, milliseconds: number, replyBytes: number): Promise<Reached> {
    if (this.death !== undefined) return Promise.resolve(this.tellDeath());
    return new Promise((settle) => {
      this.pending.push({ milliseconds, replyBytes: Math.min(replyBytes, this.limits.replyBytes), settle });
      if (this.pending.length === 1) this.startTimer();
      // What is asked in one turn goes in one write: each costs more than most cases take to run.
      if (this.unsent === '') process.nextTick(() => this.send());
      this.unsent += `${JSON.stringify(request)}\n`;
    });
  }

  private send(): void {
    this.process.stdin.write(this.unsent);
    this.unsent = '';
  }

  private startTimer(): void {
    clearTimeout(this.timer);
    const [head] = this.pending;
    if (head === undefined) return;
    const { milliseconds } = head;
    // Not at once: when it was this process that was busy, the reply is there and still to be read.
    const late = () =>
      setImmediate(() => this.pending[0] === head && this.die({ kind: 'timeout', milliseconds }));
    this.timer = setTimeout(late, milliseconds);
  }

  kill(): void {
    endGroup(this.process.pid);
  }

  private read(chunk: string): void {
    let rest = chunk;
    for (;;) {
      const end = rest.indexOf('\n');
      const piece = end < 0 ? rest : rest.slice(0, end);
      this.unfinished.push(piece);
      this.unfinishedBytes += piece.length;
      const bytes = this.pending[0]?.replyBytes ?? this.limits.replyBytes;
      if (this.unfinishedBytes > bytes) this.die({ kind: 'flooded', bytes, where: 'a reply' });
      if (end < 0 || this.death !== undefined) return;
      rest = rest.slice(end + 1);
      this.answerFirst({ kind: 'line', text: this.unfinished.join('') });
      this.unfinished = [];
      this.unfinishedBytes = 0;
    }
  }

  private answerFirst(answer: Reached): void {
    const first = this.pending.shift();
    this.startTimer();
    first?.settle(answer);
  }

  private keep(chunk: string): void {
    const { printedBytes, keptBytes } = this.limits;
    this.printed = (this.printed + chunk).slice(-keptBytes);
    this.printedBytes += chunk.length;
    if (this.printedBytes > printedBytes)
      this.die({ kind: 'flooded', bytes: printedBytes, where: 'standard error' });
  }

  private die(death: Reached): void {
    if (this.death !== undefined) return;
    this.death = death;
    this.kill();
    clearTimeout(this.timer);
    for (const { settle } of this.pending.splice(0)) settle(this.tellDeath());
  }

  /** It is one request's answer: the first's that was waiting, or that came after it. */
  private tellDeath(): Reached {
    const told = this.deathTold;
    this.deathTold = true;
    return told ? unreached : (this.death ?? unreached);
  }
}
