/** Workers that check. One that hangs is ended, and a spare one, loaded already, takes its place. */
import type { Checked } from '../../src/grader/page/check.js';
import { type CheckRequest, caseMilliseconds, type FromWorker, type ToWorker } from './messages.js';

type Asked = Omit<CheckRequest, 'kind' | 'hung'>;

/** The page's own thread and the other worker need time, too. */
const grace = 500;

export class Checker {
  private current = start();
  private spare: Worker | undefined;
  private cancel: (() => void) | undefined;

  /** @param onStopped code did not come back, and is looked at again */
  constructor(private readonly onStopped: () => void) {}

  /** Loads what a chapter needs. */
  warm(chapter: string): void {
    send(this.current, { kind: 'warm', chapter });
  }

  /** @returns undefined if another check was asked for meanwhile. @throws if this page is at fault */
  async check(asked: Asked): Promise<Checked | undefined> {
    if (this.cancel !== undefined) {
      this.cancel();
      this.replace(asked.chapter);
    }
    const hung: string[] = [];
    while (true) {
      const said = await this.ask({ kind: 'check', ...asked, hung });
      if (said === 'cancelled') return undefined;
      if (typeof said !== 'string') {
        this.spare ??= start();
        return said;
      }
      hung.push(said);
      this.replace(asked.chapter);
      this.onStopped();
    }
  }

  private replace(chapter: string): void {
    this.current.terminate();
    this.current = this.spare ?? start();
    this.spare = undefined;
    this.warm(chapter);
  }

  /** @returns the request that was never answered, if one was not */
  private ask(request: CheckRequest): Promise<Checked | string> {
    const worker = this.current;
    return new Promise<Checked | string>((resolve, reject) => {
      let timer: number | undefined;
      const end = (then: () => void): void => {
        clearTimeout(timer);
        worker.onmessage = null;
        worker.onerror = null;
        this.cancel = undefined;
        then();
      };
      this.cancel = () => end(() => resolve('cancelled'));
      worker.onerror = ({ message }) => end(() => reject(new Error(message)));
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        clearTimeout(timer);
        if (data.kind === 'begins')
          timer = window.setTimeout(() => end(() => resolve(data.request)), caseMilliseconds + grace);
        else if (data.kind === 'checked') end(() => resolve(data.checked));
        else if (data.kind === 'failed') end(() => reject(new Error(data.why)));
      };
      send(worker, request);
    });
  }
}

const start = (): Worker => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

const send = (worker: Worker, message: ToWorker): void => worker.postMessage(message);
