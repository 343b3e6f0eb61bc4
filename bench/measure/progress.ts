/** How far the measurement is, on stderr: a bar on a terminal, a line now and then elsewhere. */
import { ProgressBar, progressLine } from '../../src/cli/progress-bar.js';
import type { Progress } from '../../src/grader/progress.js';

const betweenLines = 30_000;

export class MeasureProgress {
  private readonly bar = new ProgressBar(process.stderr);
  private readonly started = Date.now();
  private toldAt = this.started;

  show(progress: Progress): void {
    this.bar.show(progress);
    const now = Date.now();
    const last = progress.done === progress.total;
    if (process.stderr.isTTY || (!last && now - this.toldAt < betweenLines)) return;
    this.toldAt = now;
    process.stderr.write(`${progressLine(progress, now - this.started)}\n`);
  }

  clear(): void {
    this.bar.clear();
  }
}
