/** Which hint a learner reads: it fits the op and the failure, and the next failure of the same kind shows the next. */
import type { Misconception } from '../../misconceptions/index.js';
import { en, type Texts } from '../../texts/index.js';
import type { PartResult } from '../check-part.js';
import { chapterOf, type Exercise } from '../exercises.js';
import { hintsIn } from './in-language.js';
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
export function hintParagraph(
  exercise: Exercise,
  { part, broken, misconception, earlier }: Stuck,
  texts: Texts = en,
): string {
  const ladder = ladderOf(exercise, part.op ?? part.name, broken).filter(
    // What the known mistake's hint says is not said twice.
    (each) => each !== misconception?.hint,
  );
  if (misconception === undefined) return rungOf(exercise, ladder, earlier, texts);
  const { failure, says } = texts;
  const mistake = failure.knownMistake(misconception.name, says(misconception.says));
  const known = `${mistake}\n${failure.hint(says(misconception.hint))}`;
  if (earlier === undefined || earlier === 0 || ladder.length === 0) return known;
  return `${known}\n${rungOf(exercise, ladder, earlier - 1, texts)}`;
}

function rungOf(
  exercise: Exercise,
  ladder: readonly string[],
  earlier: number | undefined,
  texts: Texts,
): string {
  const { id, kind } = exercise;
  const { failure } = texts;
  if (ladder.length === 0) return '';
  const at = Math.min(earlier ?? 0, ladder.length - 1);
  const isLast = at === ladder.length - 1;
  const next = earlier === undefined || isLast ? [] : [failure.nextHintLater];
  const others = kind === 'adapter' ? [] : [failure.moreHints(`exercises/${chapterOf({ id })}`)];
  return failure.hintOf(at + 1, ladder.length, hintsIn(exercise, texts)(ladder[at] ?? ''), [
    ...next,
    ...others,
  ]);
}
