/** The page's account of what each law is needed for. */
import { laws } from '../../src/verify/index.js';
import type { Catchers } from './ablate-laws.js';
import { casesEach } from './drawing.js';
import { sum, table } from './numbers.js';
import type { Section } from './part.js';

interface Without {
  readonly law: string;
  readonly survivors: readonly string[];
  /** Where it was the first of the laws to be broken. */
  readonly first: readonly string[];
}

export function lawSection(catchers: readonly Catchers[]): Section {
  const rows = laws.map(({ id }): Without => {
    const alone = catchers.filter((each) => !each.runFailed && each.laws.length === 1 && each.laws[0] === id);
    const first = catchers.filter((each) => each.first === id);
    return { law: id, survivors: namesOf(alone), first: namesOf(first) };
  });
  const never = catchers.filter((each) => !each.runFailed && each.laws.length === 0);
  const failed = catchers.filter((each) => each.runFailed).length;
  const summary = Object.fromEntries(rows.map(({ law, survivors }) => [law, survivors]));
  const markdown = `### Without one law

${catchers.length} misconceptions, up to ${casesEach} cases each, ${sum(catchers.map(({ cases }) => cases))} in all. A misconception
survives without a law when no other law is broken in any case. ${failed} need no law at all: their run crashes or returns
what is no gradient. A law without survivors says in a sentence of its own, or by other means, what others say too.

${table([
  ['without', 'survivors', 'the first to catch'],
  ...rows.map(({ law, survivors, first }) => [law, survivors.join(', ') || 'none', few(first)]),
])}`;
  return { summary, markdown, findings: namesOf(never).map((name) => `${name} breaks no law`) };
}

const namesOf = (list: readonly Catchers[]): string[] => list.map(({ name }) => name);

/** A count, and the names where they are few. */
const few = (names: readonly string[]): string => {
  return names.length === 0 || names.length > 3 ? `${names.length}` : `${names.length}: ${names.join(', ')}`;
};
