/** Which hint a learner reads: it fits the op and the failure, and the next failure of the same kind shows the next. */
import { joined } from '../../formats/joined.js';
import type { Misconception } from '../../misconceptions/index.js';
import type { PartResult } from '../check-part.js';
import { chapterOf, type Exercise } from '../exercises.js';
import { ladderOf } from './ladder.js';

export { topicOf } from './topic.js';

/** A failing part, and what is known of it. */
export interface Stuck extends Pick<PartResult, 'part' | 'broken'> {
  readonly misconception: Misconception | undefined;
  /** How often the part failed in this way before; undefined if no record is kept. */
  readonly earlier: number | undefined;
}

/**
 * What a report says below the failure: the known mistake and its hint, then the ladder's hint. Empty if there is
 * none.
 */
export function hintParagraph(exercise: Exercise, { part, broken, misconception, earlier }: Stuck): string {
  const ladder = ladderOf(exercise, part.op ?? part.name, broken).filter(
    // What the known mistake's hint says is not said twice.
    (each) => each !== misconception?.hint,
  );
  if (misconception === undefined) return rungOf(exercise, ladder, earlier);
  const { name, says, hint } = misconception;
  const known = `This looks like a known mistake, ${name}. ${says}\nHint: ${hint}`;
  if (earlier === undefined || earlier === 0 || ladder.length === 0) return known;
  return `${known}\n${rungOf(exercise, ladder, earlier - 1)}`;
}

function rungOf({ id, kind }: Exercise, ladder: readonly string[], earlier: number | undefined): string {
  if (ladder.length === 0) return '';
  const at = Math.min(earlier ?? 0, ladder.length - 1);
  const isLast = at === ladder.length - 1;
  const next =
    earlier === undefined || isLast ? '' : 'the next is shown when this fails in the same way again';
  const others = kind === 'adapter' ? '' : `more are in exercises/${chapterOf({ id })}/README.md`;
  const where = joined([next, others], '; ');
  return `Hint ${at + 1} of ${ladder.length}: ${ladder[at]}${where === '' ? '' : ` (${capitalized(where)}.)`}`;
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
