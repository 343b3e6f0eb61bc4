/**
 * A submission that runs where the grader does, in a page's worker. What it costs to wait is the page's to know: it ends
 * the worker, and tells the next one which requests were never answered.
 */
import type { Answer, Channel } from '../channel.js';
import type { Request } from '../messages.js';
import type { Harness, Host, Written } from './host.js';

/** As many hangs are waited for as a process may die, in one part. */
const livesPerPart = 2;

export interface Waiting {
  /** Requests that earlier workers never answered, as they were asked. */
  readonly hung: readonly string[];
  readonly milliseconds: number;
  /** A request begins: if `over` is not called, the page ends this worker. */
  begins(request: string): void;
  over(): void;
}

export class InPage implements Channel {
  private life: Host | undefined;
  private lives = livesPerPart;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly harness: Harness,
    private readonly written: (print: (line: string) => void) => Written,
    private readonly waiting: Waiting,
  ) {}

  /** For the next part. */
  renewLives(): void {
    this.lives = livesPerPart;
  }

  renewProcess(): void {
    this.life = undefined;
  }

  /** Loads the submission. @throws what its file throws */
  async load(): Promise<void> {
    const host: Host = {
      written: (load, names) => this.written((line) => host.print(line))(load, names),
      answer: () => undefined,
      print: () => {},
      send: () => {},
    };
    this.harness(host);
    this.life = host;
    await host.answer({ cmd: 'start', version: 1 });
  }

  async request(request: Request, replyBytes = Number.POSITIVE_INFINITY): Promise<Answer> {
    const answered = this.last.then(() => this.ask(request, replyBytes));
    this.last = answered.catch(() => {});
    return answered;
  }

  private async ask(request: Request, replyBytes: number): Promise<Answer> {
    if (this.lives <= 0) return { kind: 'spent' };
    const { hung, milliseconds } = this.waiting;
    const asked = nameless(request);
    if (hung.includes(asked)) {
      this.lives -= 1;
      this.life = undefined;
      return { kind: 'timeout', milliseconds };
    }
    this.waiting.begins(asked);
    const text = await this.replyTo(request);
    this.waiting.over();
    return text.length > replyBytes
      ? { kind: 'flooded', where: 'a reply', bytes: replyBytes }
      : { kind: 'line', text };
  }

  private async replyTo(request: Request): Promise<string> {
    if (this.life === undefined) await this.load();
    let text = '';
    const life = this.life as Host;
    life.send = (message) => {
      text = JSON.stringify(message);
    };
    await life.answer(request);
    return text;
  }
}

/** Without its number: in another worker, the same request may have another. */
const nameless = (request: Request): string => JSON.stringify({ ...request, id: undefined });
