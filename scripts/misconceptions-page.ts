/** docs/misconceptions.md, from the misconceptions themselves; a spec holds that it is current. */
import { type Misconception, misconceptions } from '../src/misconceptions/index.js';
import type { WrittenFile } from './rewrite.js';

const preface = `# The misconceptions

\`npm run project\` writes this page from \`src/misconceptions\`: change the sources, not the page.

A misconception is a wrong gradient that people really write: it has a name, says what is wrong, and has a hint. Each is planted in the
engine, and must break a [law](laws.md); and a submission that makes one is told its name. [Adding a misconception](adding-a-misconception.md)
says how to write a new one.`;

const kinds: Readonly<Record<string, string>> = {
  backward: 'Backward',
  realize: 'Realize',
  engine: 'Whole engines',
};

/** What stands under one heading. */
function headingOf(one: Misconception): string {
  if ('family' in one && one.family !== undefined) return 'Of any rule';
  return 'op' in one ? one.op : (kinds[one.kind] ?? one.kind);
}

export function misconceptionsPage(): WrittenFile {
  const groups = grouped([...misconceptions].sort(byFamily), headingOf);
  const sections = [...groups].flatMap(([heading, members]) => [
    `## ${heading}`,
    heading === 'Of any rule' ? families(members) : members.map((one) => item(one.name, one)).join('\n'),
  ]);
  const counted = `There are ${misconceptions.length}. Those that many rules can have stand first, once each.`;
  return { path: 'docs/misconceptions.md', text: `${[preface, counted, ...sections].join('\n\n')}\n` };
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

const isOfFamily = (one: Misconception): number => (headingOf(one) === 'Of any rule' ? 0 : 1);
const byFamily = (a: Misconception, b: Misconception): number => isOfFamily(a) - isOfFamily(b);

/** Of a family, what its first member says, and how many ops have it. */
function families(members: readonly Misconception[]): string {
  const groups = grouped(members, (one) => ('family' in one ? String(one.family) : one.name));
  return [...groups]
    .map(([family, [first, ...rest]]) =>
      first === undefined ? '' : `${item(family, first)} For ${rest.length + 1} ops.`,
    )
    .join('\n');
}

const item = (name: string, { says, hint, breaks }: Misconception): string =>
  `- \`${name}\`: ${escaped(says)} _${escaped(hint)}_ ${breaks === 'crashed' ? 'It throws.' : `Breaks [${breaks}](laws.md#${breaks}).`}`;

/** What would be a mark of Markdown. */
const escaped = (text: string): string => text.replace(/[*_<\\]/g, '\\$&');
