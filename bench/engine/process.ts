/** A subject's process: it answers a line of JSON with a line of JSON. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Subject } from './subjects.js';

/** A subject that cannot do what it is asked: it is left out of that row, and the reason is printed. */
export class Skipped extends Error {}

const open = new Set<SubjectProcess>();
let over = false;

export class SubjectProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #errors = '';

  constructor(
    readonly subject: Subject,
    nodeOptions: readonly string[] = [],
  ) {
    if (over) throw new Skipped('the run is over');
    const [command = '', ...args] = subject.command;
    this.#child = spawn(command, [...(command === process.execPath ? nodeOptions : []), ...args]);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-2000);
    });
    this.#child.stdin.on('error', () => {}); // it died: its missing answer says so
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    open.add(this);
  }

  /**
   * @param seconds how long it may take
   * @throws {Skipped} when it cannot do that, dies or takes longer
   */
  async ask(
    question: Readonly<Record<string, unknown>>,
    seconds = 60,
  ): Promise<Readonly<Record<string, unknown>>> {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#child.kill('SIGKILL');
    }, seconds * 1000);
    const { value: line } = await this.#lines.next();
    clearTimeout(timer);
    if (late) throw new Skipped(`took longer than ${seconds} s`);
    if (typeof line !== 'string') throw new Skipped(`died: ${lastLine(this.#errors)}`);
    const answer: unknown = JSON.parse(line);
    if (typeof answer !== 'object' || answer === null) throw new Skipped(`answered ${line}`);
    const { unsupported, error, ...rest } = { unsupported: undefined, error: undefined, ...answer };
    if (unsupported !== undefined) throw new Skipped(String(unsupported));
    if (error !== undefined) throw new Skipped(reason(String(error)));
    return rest;
  }

  get dead(): boolean {
    return this.#child.killed || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Lets it end by itself, which writes its profile if it has one. */
  async end(): Promise<void> {
    open.delete(this);
    if (this.dead) return;
    const gone = once(this.#child, 'exit');
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(timer);
  }

  kill(): void {
    open.delete(this);
    if (reused.get(this.subject.name) === this) reused.delete(this.subject.name);
    this.#child.kill('SIGKILL');
  }
}

const reused = new Map<string, SubjectProcess>();

/** A process for one program, unless the subject's may run many. */
export function processFor(subject: Subject): SubjectProcess {
  const known = reused.get(subject.name);
  if (known !== undefined) return known;
  const started = new SubjectProcess(subject);
  if (subject.reusable) reused.set(subject.name, started);
  return started;
}

/** Ends those that were kept, too. */
export async function endReused(): Promise<void> {
  for (const each of reused.values()) await each.end();
  reused.clear();
}

/** Ends all that are open, at once, and lets none begin any more. */
export function killAll(): void {
  over = true;
  for (const each of open) each.kill();
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
/** JavaScript says it in the first line of a stack, Python in the last. */
const reason = (text: string): string =>
  text.startsWith('Traceback') ? lastLine(text) : (text.split('\n')[0] ?? '');

export const numberIn = (answer: Readonly<Record<string, unknown>>, key: string): number => {
  const value = answer[key];
  if (typeof value !== 'number') throw new Skipped(`answered without a number ${key}`);
  return value;
};
