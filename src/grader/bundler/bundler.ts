/**
 * The process that bundles a submission: a file can make a bundler hang, or eat all memory, and that must cost its own
 * exercise alone. It has bounds, an empty environment, and a process group of its own, so that esbuild ends with it.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Exercise } from '../exercises.js';
import { packageRoot, roomsFolder } from '../package-root.js';
import { boundedCommand, laterOptimization, protectionHere } from '../protection.js';
import { SetupError } from '../setup-error.js';
import { type Bundled, type Reply, submittedFile } from './request.js';

export interface BundlerLimits {
  readonly startMilliseconds: number;
  /** For one exercise. */
  readonly bundleMilliseconds: number;
  /** Of the heap of our process, and of all data of it or of esbuild's. */
  readonly heapMegabytes: number;
  readonly dataMegabytes: number;
  readonly processorSeconds: number;
}

const defaultLimits: BundlerLimits = {
  startMilliseconds: 30_000,
  bundleMilliseconds: 20_000,
  heapMegabytes: 256,
  dataMegabytes: 1_024,
  processorSeconds: 120,
};

/** As `npm run build` writes it: Node runs no TypeScript. */
const script = join(packageRoot, 'dist', 'grader', 'bundler', 'process.js');

export class Bundler {
  private life: Life | undefined;

  constructor(private readonly limits: BundlerLimits = defaultLimits) {
    // At once, so that it is there when it is first asked.
    this.life = new Life(limits);
  }

  /**
   * Writes the bundle of an exercise to `outfile`, or says in a sentence why it cannot.
   * @throws {SetupError} when it is not the submission's fault.
   */
  async bundle(exercise: Exercise, submission: string, outfile: string): Promise<Bundled> {
    this.life ??= new Life(this.limits);
    const { id, kind, sources, functions, ops } = exercise;
    const request = {
      exercise: { id, kind, sources, functions, ops },
      submission,
      outfile,
      rooms: roomsFolder,
    };
    await this.life.ready();
    const reply = await this.life.ask(request, this.limits.bundleMilliseconds);
    if (typeof reply !== 'string' && reply.kind !== 'unable') return reply;
    this.stop();
    const why = typeof reply === 'string' ? reply : reply.why;
    await this.proveSound(outfile, why);
    return { kind: 'broken', why: `${submittedFile(submission, exercise)}: bundling it failed: ${why}.` };
  }

  /** A bundler that fails on a submission, and on nothing else, fails because of the submission. */
  private async proveSound(outfile: string, why: string): Promise<void> {
    const life = new Life(this.limits);
    try {
      await life.ready();
      const reply = await life.ask({ check: outfile }, this.limits.startMilliseconds);
      if (typeof reply !== 'string' && reply.kind === 'bundled') return;
      const checked = typeof reply === 'string' ? reply : 'why' in reply ? reply.why : '';
      throw new SetupError(`Submissions cannot be bundled on this machine: ${checked || why}.`);
    } finally {
      life.kill();
    }
  }

  stop(): void {
    this.life?.kill();
    this.life = undefined;
  }
}

/** One life of the process. */
class Life {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly received: string[] = [];
  private printed = '';
  private death: string | undefined;
  private settle: ((answer: { line: string } | { death: string }) => void) | undefined;
  private greeting: Promise<void> | undefined;

  constructor(private readonly limits: BundlerLimits) {
    const { heapMegabytes, dataMegabytes, processorSeconds } = limits;
    const flags = [`--max-old-space-size=${heapMegabytes}`, '--single-threaded', ...laterOptimization()];
    const [file, ...args] = boundedCommand(
      [...flags, script],
      script,
      { dataMegabytes, processorSeconds },
      { ...protectionHere(), bubblewrap: undefined },
    );
    const { GOMAXPROCS } = process.env;
    const env = GOMAXPROCS === undefined ? {} : { GOMAXPROCS };
    this.process = spawn(file, args, { env, detached: true });
    createInterface({ input: this.process.stdout }).on('line', (line) => this.receive(line));
    this.process.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.printed = (this.printed + text).slice(0, 2_000);
    });
    // A dead process's pipe breaks: `close` reports the death.
    this.process.stdin.on('error', () => {});
    this.process.on('error', (error) => this.die(error.message));
    this.process.on('exit', (code, signal) =>
      this.die(`its process ended (${signal ?? `exit code ${code}`})`),
    );
  }

  /** @throws {SetupError} when it does not start. */
  ready(): Promise<void> {
    this.greeting ??= this.next(this.limits.startMilliseconds).then((answer) => {
      if ('line' in answer) return;
      this.kill();
      const printed = this.printed === '' ? '' : `\n${this.printed}`;
      throw new SetupError(
        `The process that bundles submissions cannot be started: ${answer.death}.${printed}`,
      );
    });
    return this.greeting;
  }

  /** @returns the way it died, if it did. */
  async ask(request: object, milliseconds: number): Promise<Reply | string> {
    this.process.stdin.write(`${JSON.stringify(request)}\n`);
    const answer = await this.next(milliseconds);
    return 'line' in answer ? (JSON.parse(answer.line) as Reply) : answer.death;
  }

  private next(milliseconds: number): Promise<{ line: string } | { death: string }> {
    const line = this.received.shift();
    if (line !== undefined) return Promise.resolve({ line });
    if (this.death !== undefined) return Promise.resolve({ death: this.death });
    return new Promise((resolve) => {
      const late = () => this.die(`it took longer than ${milliseconds / 1_000} s`);
      const timer = setTimeout(late, milliseconds);
      this.settle = (answer) => {
        clearTimeout(timer);
        this.settle = undefined;
        resolve(answer);
      };
    });
  }

  private receive(line: string): void {
    if (this.settle === undefined) this.received.push(line);
    else this.settle({ line });
  }

  private die(how: string): void {
    this.death ??= how;
    this.kill();
    this.settle?.({ death: this.death });
  }

  /** With esbuild's process, which is of the same group. */
  kill(): void {
    const { pid } = this.process;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended before.
    }
  }
}
