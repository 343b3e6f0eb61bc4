/** How often a mistake is called by its name, and how often by another's. */

import type { OpName } from '../../src/case/vocabulary.js';
import { misconceptions } from '../../src/misconceptions/index.js';
import { type Called, type Naming, namingOf, namingOfFunction } from './naming.js';
import { percent, table } from './numbers.js';
import type { Part } from './part.js';
import { isRule, variationsOf } from './variations.js';

/** Of one op: its listed mistakes, each graded as itself, and rules that are on no list. */
export interface Names {
  readonly listed: readonly Naming[];
  readonly unlisted: readonly Naming[];
}

/** From so many cases on, all variations are measured; of fewer, an even share. */
const casesForAll = 20_000;

export async function namesOf(op: OpName, every: number): Promise<Names> {
  const [listed, unlisted]: [Naming[], Naming[]] = [[], []];
  for (const rule of misconceptions.filter(isRule).filter((each) => each.op === op))
    listed.push(await namingOf(rule.name, () => rule));
  for (const { how, rule } of variationsOf(op).filter((_, index) => index % every === 0))
    unlisted.push(await namingOf(how, rule));
  return { listed, unlisted };
}

/** The exercises on whole functions, each of whose mistakes is in one of them. */
async function namesOfFunctions(id: 'backward' | 'realize'): Promise<Names> {
  const listed: Naming[] = [];
  for (const wrong of misconceptions.filter(({ exercise }) => exercise === id))
    listed.push(await namingOfFunction(wrong));
  return { listed, unlisted: [] };
}

const ops = [...new Set(misconceptions.filter(isRule).map(({ op }) => op))];

export const names: Part<Names> = {
  name: 'names',
  key: 'names',
  blocks: (cases) => {
    const every = Math.max(1, Math.round(casesForAll / cases));
    return [
      ...ops.map((op) => ({ name: `names-${op}`, run: () => namesOf(op, every) })),
      ...(['backward', 'realize'] as const).map((id) => ({
        name: `names-${id}`,
        run: () => namesOfFunctions(id),
      })),
    ];
  },
  section(results) {
    const listed = results.flatMap((each) => each.listed);
    const unlisted = results.flatMap((each) => each.unlisted);
    const count = (called: Called) => unlisted.filter((each) => each.called === called).length;
    const own = listed.filter(({ what, name }) => what === name).length;
    const alike = listed.filter(({ what, name, called }) => what !== name && called === 'right').length;
    const wrong = [...listed, ...unlisted].filter(({ called }) => called === 'wrong');
    const failing = unlisted.length - count('sound');
    const summary = {
      ...{ listed: listed.length, own, alike, unlisted: failing, sound: count('sound') },
      ...{ right: count('right'), wrong: wrong.length, none: count('none') },
      unnamed: listed.filter(({ called }) => called === 'none').map(({ what }) => what),
    };
    const headline =
      `names: ${wrong.length} wrong of ${failing} unlisted rules (${count('none')} without a name, ${count('right')} that a listed rule answers like everywhere); ` +
      `${percent(own + alike, listed.length, 1)} of ${listed.length} listed mistakes named`;
    const markdown = `## Names

Each listed mistake of an op, of \`backward\` and of \`realize\` is graded as itself. Rules that are on no list are each known one, and each right one, changed: scaled by
1 + 1e-8 and 1 + 1e-3, detached, half as large again in one call of 50, in one buffer for all calls, with outGrad written
to, rounded to float32, with an axis of size 1 more, off in one entry, wrong for some shapes or on some calls alone, and
two of them put together. A name is _wrong_ when the rule of that name and the rule that was graded answer differently,
beyond rounding, on any of 200 further cases; it is _right_ when they answer alike on all of them, as where nothing is
changed by a factor because everything is zero.

${table([
  ['what', 'measured'],
  ['listed mistakes', listed.length],
  ['of these called by their name', `${own} (${percent(own, listed.length, 1)})`],
  ['of these called by the name of one that answers alike everywhere', alike],
  ['of these without a name', summary.unnamed.join(', ') || 'none'],
  ['rules on no list that fail', failing],
  ['of these called by a wrong name', wrong.length],
  ['of these called by a right name', count('right')],
  ['of these without a name', count('none')],
  ['rules on no list of which nothing failed', count('sound')],
])}`;
    const findings = wrong.map(({ what, name }) => `${what}: called ${name}, which it is not`);
    return { summary, markdown, findings, headline };
  },
};
