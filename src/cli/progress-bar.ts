/** A line that is drawn over: `[████······] 41/103 shape · 2 s left`. Nothing at all where there is no terminal. */
import { clippedToCharacters, plainLine } from '../formats/printable.js';
import type { Progress } from '../grader/progress.js';

const width = 24;

export class ProgressBar {
  private readonly started = Date.now();
  private drawnAt = 0;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  readonly show = (progress: Progress): void => {
    const now = Date.now();
    if (!this.stream.isTTY || (now - this.drawnAt < 50 && progress.done < progress.total)) return;
    this.drawnAt = now;
    // What goes on in a second line could not be drawn over.
    const most = Math.max(1, (this.stream.columns || 80) - 1);
    const line = clippedToCharacters(progressLine(progress, now - this.started), most);
    this.stream.write(`\r\u001b[K${line}`);
  };

  clear(): void {
    if (this.stream.isTTY) this.stream.write('\r\u001b[K');
  }
}

/** A count that goes beyond its total fills the bar and no more: a progress bar never stops the work it shows. */
export function progressLine(progress: Progress, elapsedMilliseconds: number): string {
  const { total, what } = progress;
  const done = Math.min(progress.done, total);
  const filled = total === 0 ? width : Math.round((done / total) * width);
  const left = done === 0 ? '' : ` · ${secondsLeft(done, total, elapsedMilliseconds)} s left`;
  return `[${'█'.repeat(filled)}${'·'.repeat(width - filled)}] ${done}/${total} ${plainLine(what)}${left}`;
}

const secondsLeft = (done: number, total: number, elapsed: number): number =>
  Math.ceil(((total - done) * elapsed) / done / 1000);
