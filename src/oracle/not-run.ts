/** Why cases were not run: counted by reason, so that what an adapter lacks is seen. */
import type { Case } from '../case/case.js';
import { opsOf } from '../case/program.js';
import { dtypes } from '../case/tensor-data.js';
import type { Verdict } from '../verify/index.js';

/** What an implementation lacks: a dtype, an op, a mode, an attribute or second order; or a limit that it declared. */
export type Lack = 'dtype' | 'op' | 'mode' | 'attribute' | 'order' | 'limit' | 'other';

/** Cases of one row that were not run, or not for every law, for one reason. */
export interface NotRun {
  readonly row: string;
  readonly lacks: Lack;
  /** The adapter's own sentence, or ours if it declared it. Of sentences that differ only in numbers, the first. */
  readonly why: string;
  readonly cases: number;
}

/** An adapter may write a sentence of its own for each case. */
const mostPerRow = 20;
const further = 'further reasons';

export class Reasons {
  private readonly found = new Map<string, NotRun>();

  /** The verdicts on one case, which counts once for each reason. @param modes those of the implementation */
  note(
    row: string,
    verdicts: readonly { readonly verdict: Verdict }[],
    testCase?: Case,
    modes: readonly string[] = [],
  ): void {
    const whys = verdicts.flatMap(({ verdict }) => (verdict.kind === 'unsupported' ? [verdict.why] : []));
    for (const why of new Set(whys)) this.add(row, why, lackIn(why, testCase, modes), 1);
  }

  add(row: string, why: string, lacks: Lack, cases: number): void {
    const key = (text: string) => JSON.stringify([row, lacks, text.replace(/\d+/g, '0')]);
    const isKnown = this.found.has(key(why));
    const full = !isKnown && [...this.found.values()].filter((each) => each.row === row).length >= mostPerRow;
    const shown = full ? further : why;
    const before = this.found.get(key(shown)) ?? { row, lacks, why: shown, cases: 0 };
    this.found.set(key(shown), { ...before, cases: before.cases + cases });
  }

  get list(): readonly NotRun[] {
    return [...this.found.values()];
  }
}

/** By what the sentence names. */
function lackIn(why: string, testCase: Case | undefined, modes: readonly string[]): Lack {
  const names = (words: readonly string[]) => words.some((word) => containsWord(why, word));
  const steps = testCase?.program.steps ?? [];
  const attributes = steps.flatMap((step) =>
    Object.keys(step).filter((key) => key !== 'op' && key !== 'args'),
  );
  if (/^the adapter (takes no case that shows|has \w+ only for)/.test(why)) return 'limit';
  if (names(dtypes)) return 'dtype';
  if (names(modes)) return 'mode';
  if (/second[- ]order|order 2|second derivative/i.test(why)) return 'order';
  if (names(attributes.flatMap((name) => [name, name.replace(/xes$/, 'xis'), name.replace(/s$/, '')])))
    return 'attribute';
  if (testCase !== undefined && names(opsOf(testCase.program))) return 'op';
  return 'other';
}

const containsWord = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\w])${word.replace(/[^\w]/g, '\\$&')}(?![\\w])`).test(text);

/** Of all shards. */
export const allReasons = (lists: readonly (readonly NotRun[] | undefined)[]): readonly NotRun[] => {
  const reasons = new Reasons();
  for (const each of lists.flatMap((list) => list ?? []))
    reasons.add(each.row, each.why, each.lacks, each.cases);
  return reasons.list;
};

const mostRows = 6;

/** `24 cases, attribute: there is no keepdims (summation 12, mean 12)`, the most frequent first. */
export function notRunLines(list: readonly NotRun[]): string[] {
  const together = new Map<string, NotRun[]>();
  for (const each of list) {
    const key = `${each.lacks}: ${each.why.replace(/\d+/g, '0')}`;
    together.set(key, [...(together.get(key) ?? []), each]);
  }
  const total = (group: readonly NotRun[]) => group.reduce((sum, { cases }) => sum + cases, 0);
  return [...together.values()]
    .sort((a, b) => total(b) - total(a))
    .map((group) => {
      const rows = group.slice(0, mostRows).map(({ row, cases }) => `${row} ${cases}`);
      const more = group.length > mostRows ? ` and ${group.length - mostRows} more rows` : '';
      const [{ lacks, why }] = group as [NotRun];
      return `${total(group)} ${total(group) === 1 ? 'case' : 'cases'}, ${lacks}: ${why} (${rows.join(', ')}${more})`;
    });
}
