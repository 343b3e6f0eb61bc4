/** What a submission behind an adapter prints to standard error, which the protocol leaves free for that. */
import { harmless } from '../reply.js';

/** Text written before a reply may arrive after it, because the two use different pipes. */
const graceMilliseconds = 100;

export class Prints {
  private heard: string | undefined;
  private most = 0;

  /** Receives everything on standard error. */
  readonly hear = (text: string): void => {
    if (this.heard !== undefined) this.heard = (this.heard + text).slice(-this.most);
  };

  /** The last characters that are printed while this runs, `most` of them. */
  async during(run: () => Promise<unknown>, most: number): Promise<string> {
    this.most = most;
    this.heard = '';
    await run();
    await new Promise((resolve) => setTimeout(resolve, graceMilliseconds));
    const { heard } = this;
    this.heard = undefined;
    return harmless(heard, most);
  }
}
