/** `[███···] 512/3200 matmul · 9103 agree · 2 disagree · 14 s left`, while the oracle runs. */
import { kinds } from '../oracle/report.js';
import type { LawVerdict } from '../verify/index.js';
import { ProgressBar } from './progress-bar.js';

export class OracleProgress {
  private readonly bar = new ProgressBar(process.stderr);
  private readonly counts = new Map<string, number>();
  private done = 0;

  /** @param total how many cases there will be */
  constructor(private readonly total: number) {}

  readonly count = (row: string, verdicts: readonly Pick<LawVerdict, 'verdict'>[]): void => {
    this.done = Math.min(this.done + 1, this.total);
    for (const { verdict } of verdicts) {
      this.counts.set(verdict.kind, (this.counts.get(verdict.kind) ?? 0) + 1);
    }
    const seen = kinds.flatMap((kind) => (this.counts.has(kind) ? [`${this.counts.get(kind)} ${kind}`] : []));
    this.bar.show({ done: this.done, total: this.total, what: [row, ...seen].join(' · ') });
  };

  clear(): void {
    this.bar.clear();
  }
}
