/** Which exercises' code differs between two versions of a file. */
import type { Lesson } from './lessons.js';
import { textOf } from './rule-text.js';

/** @param lessons those of the file. Where only what they share has changed, all of them. */
export function changedLessons(before: string, now: string, lessons: readonly Lesson[]): readonly Lesson[] {
  if (before === now) return [];
  const changed = lessons.filter((lesson) => textOf(before, lesson) !== textOf(now, lesson));
  return changed.length > 0 ? changed : lessons;
}
