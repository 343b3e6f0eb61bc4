/** Says when one of some files was saved, however an editor saves: it may replace the file by another. */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** Where the system reports no changes, as in some containers and on network drives, files are looked at so often. */
const lookEvery = 700;
/** Some editors write a file in several steps. */
const settleAfter = 25;

export class Watcher {
  private readonly watchers: FSWatcher[] = [];
  private readonly seen = new Map<string, string>();
  private readonly looking: NodeJS.Timeout;
  private settling: NodeJS.Timeout | undefined;

  constructor(
    private readonly files: readonly string[],
    private readonly onSaved: (files: readonly string[]) => void,
  ) {
    for (const file of files) this.seen.set(file, stampOf(file));
    for (const folder of new Set(files.map(dirname))) this.watchFolder(folder);
    this.looking = setInterval(() => this.look(), lookEvery);
  }

  /** Saves until now are not reported: they are our own. */
  forget(): void {
    for (const file of this.files) this.seen.set(file, stampOf(file));
  }

  stop(): void {
    clearInterval(this.looking);
    clearTimeout(this.settling);
    for (const watcher of this.watchers) watcher.close();
  }

  /** Of a folder and not of its files: a file that is replaced would no longer be watched. */
  private watchFolder(folder: string): void {
    try {
      const watcher = watch(folder, () => this.soon());
      watcher.on('error', () => watcher.close());
      this.watchers.push(watcher);
    } catch {
      // Files are looked at from time to time.
    }
  }

  private soon(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.look(), settleAfter);
  }

  private look(): void {
    const saved = this.files.filter((file) => stampOf(file) !== this.seen.get(file));
    if (saved.length === 0) return;
    this.forget();
    this.onSaved(saved);
  }
}

function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.mtimeMs} ${found.size} ${found.ino}`;
}
