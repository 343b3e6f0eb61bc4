/**
 * A child process that runs a bundle under Node's permission model: no files but the bundle, no processes, workers or
 * addons, no environment, bounded memory, output and time. It is started when first asked, and restarted when it
 * dies, a bounded number of times. docs/security.md says what this protects against.
 */
import { dirname } from 'node:path';
import { spawnHeld } from '../wire/leftovers.js';
import { type Death, Life } from '../wire/life.js';
import type { Answer, Channel, Line } from './channel.js';
import type { Request } from './messages.js';
import { boundedCommand, laterOptimization, permissionFlag } from './protection.js';
import { SetupError } from './setup-error.js';

export interface Limits {
  readonly startMilliseconds: number;
  readonly runMilliseconds: number;
  /** Limits of the heap, and of array buffers, which are outside it. */
  readonly memoryMegabytes: number;
  readonly bufferMegabytes: number;
  /** Processor time of one life of the process. */
  readonly processorSeconds: number;
  /** The longest reply, the most that may be printed, and the most of it that is kept. */
  readonly replyBytes: number;
  readonly printedBytes: number;
  readonly keptBytes: number;
  /** How often the child may die in one part of an exercise, and in the whole exercise. */
  readonly livesPerPart: number;
  readonly lives: number;
  /** For a whole submission: once it is used up, nothing more is asked. */
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

export class Sandbox implements Channel {
  private life: Life | undefined;
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

  /** Restores the whole restart budget, for the next exercise. */
  restoreLives(): void {
    this.lives = this.limits.lives;
    this.renewLives();
  }

  /** Restores the restart budget for the next part, up to a limit on all parts together. */
  renewLives(): void {
    this.livesOfPart = Math.min(this.limits.livesPerPart, this.lives);
  }

  /** Starts the child; anything but a line means that the submission cannot be loaded. */
  async start(): Promise<Answer> {
    this.life = lifeOf(this.bundle, this.limits);
    return this.ask({ cmd: 'start', version: 1 }, this.limits.startMilliseconds);
  }

  async request(request: Request, replyBytes = this.limits.replyBytes): Promise<Answer> {
    if (this.livesOfPart <= 0) return { kind: 'spent' };
    if (this.life === undefined) this.starting = this.start().finally(() => (this.starting = undefined));
    const started = await this.starting;
    if (started !== undefined && started.kind !== 'line') return started;
    return this.ask(request, this.limits.runMilliseconds, replyBytes);
  }

  private async ask(
    request: Request,
    milliseconds: number,
    replyBytes = this.limits.replyBytes,
  ): Promise<Answer> {
    const life = this.life;
    const answer = await life?.ask<Line | Death>({
      line: JSON.stringify(request),
      milliseconds,
      replyBytes,
      read: (text) => ({ kind: 'line', text }),
      lost: (death) => death,
    });
    // It died on an earlier request: this one goes to its next life.
    if (life === undefined || answer === undefined) return this.request(request, replyBytes);
    if (answer.kind === 'line') return answer;
    if (answer.kind === 'unstartable' || answer.kind === 'broke')
      throw new SetupError(`A process for the submission cannot be started: ${answer.how}.`);
    this.end();
    this.lives -= 1;
    this.livesOfPart -= 1;
    if (answer.kind !== 'exited') return answer;
    const { code, signal } = answer;
    const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
    return { kind: 'exited', how, printed: life.stderrTail };
  }

  /** This costs no life. */
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
    this.life?.kill();
    this.life = undefined;
  }
}

function lifeOf(bundle: string, limits: Limits): Life {
  const flags = [
    permissionFlag(),
    `--allow-fs-read=${bundle}`,
    `--max-old-space-size=${limits.memoryMegabytes}`,
    '--disallow-code-generation-from-strings',
    '--enable-source-maps',
    // Lives are short: helper threads and earlier optimization cost more than they gain.
    '--single-threaded',
    ...laterOptimization(),
    '--no-warnings',
  ];
  const command = boundedCommand([...flags, bundle], bundle, {
    dataMegabytes: limits.memoryMegabytes + limits.bufferMegabytes,
    processorSeconds: limits.processorSeconds,
  });
  const { replyBytes, printedBytes: stderrBytes, keptBytes } = limits;
  const child = spawnHeld(command, { cwd: dirname(bundle), env: {} });
  return new Life(child, { replyBytes, stderrBytes, keptBytes });
}
