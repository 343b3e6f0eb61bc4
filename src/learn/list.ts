/** All exercises, and the search for one of them. */
import { clippedToWidth } from '../formats/width.js';
import { en, type Texts } from '../texts/index.js';
import type { Lesson } from './lessons.js';
import type { Style } from './style.js';

export interface Listing {
  readonly query: string;
  /** Which of the found ones is marked. */
  readonly at: number;
}

/** The exercises whose name, chapter or title holds each word of the query, in English or in the learner's language. */
export function found(
  lessons: readonly Lesson[],
  query: string,
  { says }: Pick<Texts, 'says'> = en,
): readonly Lesson[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return lessons.filter(({ id, title, chapterTitle }) => {
    const all = [id, title, chapterTitle, says(title), says(chapterTitle)];
    const text = all.join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** @param rows how many lines there are for exercises */
export function listPage(
  lessons: readonly Lesson[],
  { query, at }: Listing,
  isSolved: (lesson: Lesson) => boolean,
  rows: number,
  { columns, paint, texts }: Style,
): string[] {
  const { learn, says } = texts;
  const some = found(lessons, query, texts);
  const wide = Math.max(...lessons.map(({ id }) => id.length));
  const from = Math.max(0, Math.min(at - Math.floor(rows / 2), some.length - rows));
  const lines = some.slice(from, from + rows).map((lesson, index) => {
    const mark = isSolved(lesson) ? '✓' : ' ';
    const line = `${from + index === at ? '›' : ' '} ${mark} ${lesson.id.padEnd(wide)} ${says(lesson.title)}`;
    const fits = clippedToWidth(line, columns);
    return from + index === at ? paint('bold', fits) : fits;
  });
  return [
    `${paint('bold', learn.goTo)} ${query}▏`,
    '',
    ...(lines.length === 0 ? [learn.notFound] : lines),
    '',
    paint('dim', learn.listed(some.length, lessons.length)),
  ];
}
