/**
 * The process that bundles submissions. A file can make a bundler hang or use up memory, and that must cost only its
 * own exercise. So the process has limits, an empty environment, and a process group of its own, so that esbuild ends
 * with it.
 */
import { join, resolve } from 'node:path';
import { spawnGroup } from '../../wire/leftovers.js';
import { type Death, Life, type Request as LineRequest } from '../../wire/life.js';
import type { Exercise } from '../exercises.js';
import { packageRoot, roomsFolder } from '../package-root.js';
import { boundedCommand, laterOptimization, limitsHere } from '../protection.js';
import { SetupError } from '../setup-error.js';
import { type Bundled, type Reply, type Request, submittedFile } from './request.js';

export interface BundlerLimits {
  readonly startMilliseconds: number;
  /** For one exercise. */
  readonly bundleMilliseconds: number;
  /** Limits for the heap of our process, and for all data of ours or esbuild's. */
  readonly heapMegabytes: number;
  readonly dataMegabytes: number;
  readonly processorSeconds: number;
  /** How many one process bundles, as it remembers their files. */
  readonly submissions: number;
}

const defaultLimits: BundlerLimits = {
  startMilliseconds: 30_000,
  bundleMilliseconds: 20_000,
  heapMegabytes: 256,
  dataMegabytes: 1_024,
  processorSeconds: 120,
  submissions: 100,
};

/** process.ts as `npm run build` joins it, because Node does not run TypeScript. */
const script = join(packageRoot, 'dist', 'joined', 'bundler.js');

export class Bundler {
  private life: BundlerProcess | undefined;
  /** Of what was asked last: one bundle at a time, each within its own time. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly limits: BundlerLimits = defaultLimits) {
    // Started now, so that it is ready when it is first asked.
    this.life = new BundlerProcess(limits);
  }

  /**
   * Writes the bundle of an exercise to `outfile`, or says in a sentence why it cannot.
   * @throws {SetupError} when it is not the submission's fault.
   */
  bundle(exercise: Exercise, submission: string, outfile: string): Promise<Bundled> {
    const { id, kind, sources, functions, ops, own } = exercise;
    const request = {
      exercise: { id, kind, sources, functions, ops, isChapter: own?.entry !== undefined },
      submission,
      outfile,
      rooms: roomsFolder,
      folder: process.cwd(),
    };
    const bundled = this.last.then(() => this.attempt(request));
    this.last = bundled.catch(() => {});
    return bundled;
  }

  private async attempt(request: Request): Promise<Bundled> {
    const owner = resolve(request.folder, request.submission);
    this.life ??= new BundlerProcess(this.limits);
    this.life.owners.add(owner);
    const { owners } = this.life;
    await this.life.ready();
    const reply = await this.life.ask(request, this.limits.bundleMilliseconds);
    if (typeof reply !== 'string' && reply.kind !== 'unable') {
      if (owners.size >= this.limits.submissions) this.stop();
      return reply;
    }
    this.stop();
    // What other submissions used up costs this one nothing.
    if (owners.size > 1) return this.attempt(request);
    const why = typeof reply === 'string' ? reply : reply.why;
    await this.proveSound(request.outfile, why);
    const file = submittedFile(request.submission, request.exercise);
    return { kind: 'broken', why: `${file}: bundling it failed: ${why}.` };
  }

  /** A bundler that fails only on a submission fails because of the submission. */
  private async proveSound(outfile: string, why: string): Promise<void> {
    const life = new BundlerProcess(this.limits);
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

class BundlerProcess {
  /** The submissions that it has bundled. */
  readonly owners = new Set<string>();
  private readonly life: Life;
  /** How it died, if it did before it was ready. */
  private readonly greeting: Promise<string>;

  constructor({ heapMegabytes, dataMegabytes, processorSeconds, startMilliseconds }: BundlerLimits) {
    const flags = [`--max-old-space-size=${heapMegabytes}`, '--single-threaded', ...laterOptimization()];
    const command = boundedCommand(
      [...flags, script],
      script,
      { dataMegabytes, processorSeconds },
      { limits: limitsHere(), bubblewrap: undefined },
    );
    const { GOMAXPROCS } = process.env;
    const env = GOMAXPROCS === undefined ? {} : { GOMAXPROCS };
    this.life = new Life(spawnGroup(command, env), bounds);
    this.greeting = this.next({ milliseconds: startMilliseconds, read: () => '' });
  }

  /** @throws {SetupError} when it does not start. */
  async ready(): Promise<void> {
    const death = await this.greeting;
    if (death === '') return;
    this.kill();
    const printed = this.life.stderrTail;
    throw new SetupError(
      `The process that bundles submissions cannot be started: ${death}.${printed === '' ? '' : `\n${printed}`}`,
    );
  }

  /** @returns the way it died, if it did. */
  ask(request: object, milliseconds: number): Promise<Reply | string> {
    const line = JSON.stringify(request);
    return this.next<Reply | string>({ line, milliseconds, read: (reply) => JSON.parse(reply) });
  }

  private async next<T>(request: Omit<LineRequest<T>, 'lost'>): Promise<T | string> {
    const answer = await this.life.ask<T | string>({ ...request, lost: howOf });
    return answer ?? 'its process ended';
  }

  /** Ends esbuild's process too, which is in the same group. */
  kill(): void {
    this.life.kill();
  }
}

const bounds = {
  replyBytes: Number.POSITIVE_INFINITY,
  stderrBytes: Number.POSITIVE_INFINITY,
  keptBytes: 2_000,
};

function howOf(death: Death): string {
  switch (death.kind) {
    case 'exited':
      return `its process ended (${death.signal ?? `exit code ${death.code}`})`;
    case 'timeout':
      return `it took longer than ${death.milliseconds / 1_000} s`;
    case 'flooded':
      return `it wrote more than ${death.bytes} bytes to ${death.where}`;
    default:
      return death.how;
  }
}
