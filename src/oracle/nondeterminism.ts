/** Measures by how much runs of the same case differ, while the law of equal runs is checked. */
import { decodeNumber, encodeNumber } from '../case/json.js';
import { fractionOfSize, type Law, pureWithin, reordered, repeatedRuns } from '../verify/index.js';
import type { Nondeterminism } from './report.js';

export class Measured {
  private cases = 0;
  private varied = 0;
  private largest = 0;
  private row: string | null = null;

  /** @param tolerance a fraction of an entry's size, or what another order of summation may change */
  constructor(private readonly tolerance: Nondeterminism['tolerance']) {}

  /** The laws for a row: that of equal runs allows the tolerance, and measures. */
  lawsFor(row: string, laws: readonly Law[]): Law[] {
    const { tolerance } = this;
    const isBound = tolerance === 'reordering';
    const unit = isBound ? 1 : tolerance;
    const within = pureWithin(isBound ? reordered : fractionOfSize(tolerance), (share) =>
      this.note(row, unit * share),
    );
    return laws.map((law) => (law.id === within.id ? within : law));
  }

  private note(row: string, difference: number): void {
    this.cases++;
    if (difference === 0) return;
    this.varied++;
    if (difference <= this.largest) return;
    this.largest = difference;
    this.row = row;
  }

  get found(): Nondeterminism {
    const { tolerance, cases, varied, row } = this;
    return { tolerance, runs: repeatedRuns, cases, varied, largest: encodeNumber(this.largest), row };
  }
}

/** For all shards together; undefined if nothing was measured. */
export function together(parts: readonly (Nondeterminism | undefined)[]): Nondeterminism | undefined {
  const measured = parts.filter((part) => part !== undefined);
  const sizeOf = ({ largest }: Nondeterminism) => decodeNumber(largest) ?? 0;
  const [worst] = [...measured].sort((a, b) => sizeOf(b) - sizeOf(a));
  if (worst === undefined) return undefined;
  const sum = (count: 'cases' | 'varied') => measured.reduce((total, each) => total + each[count], 0);
  return { ...worst, cases: sum('cases'), varied: sum('varied') };
}

/** In a sentence. */
export function nondeterminismText(found: Nondeterminism | undefined): string {
  if (found === undefined) return '';
  const { tolerance, runs, cases, varied, largest, row } = found;
  const isBound = tolerance === 'reordering';
  if (varied === 0) {
    const allowed = isBound ? '' : `; --nondeterminism allows ${tolerance}`;
    return `Nondeterminism: ${runs} runs of each of ${cases} cases gave the same, bit for bit${allowed}.`;
  }
  const size = `${decodeNumber(largest)?.toPrecision(2)} of ${isBound ? 'what another order of summation may change' : "an entry's size"}`;
  const allowed = isBound ? 'more than that is a mistake' : `--nondeterminism allows ${tolerance}`;
  return `Nondeterminism: of ${varied} of ${cases} cases ${runs} runs were not the same; they differed by up to ${size}, in ${row}; ${allowed}.`;
}
