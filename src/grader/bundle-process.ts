/** The process of one bundle: the exercises of one file take turns in it, as the parts of one exercise do. */
import type { Loaded } from './load.js';

export class BundleProcess {
  private loaded: Promise<Loaded> | undefined;

  /** Starts it for the first exercise; each has lives of its own. */
  async open(start: () => Promise<Loaded>): Promise<Loaded> {
    this.loaded ??= start();
    const loaded = await this.loaded;
    if (loaded.kind === 'ready') loaded.sandbox.restoreLives();
    return loaded;
  }

  async stop(): Promise<void> {
    const loaded = await this.loaded?.catch(() => undefined);
    if (loaded?.kind === 'ready') loaded.sandbox.stop();
  }
}
