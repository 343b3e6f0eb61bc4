/** All exercises, and the search for one of them. */
import type { Lesson } from './lessons.js';
import { type Style, widthOf } from './style.js';

export interface Listing {
  readonly query: string;
  /** Which of the found ones is marked. */
  readonly at: number;
}

/** The exercises whose name, chapter or title holds each word of the query. */
export function found(lessons: readonly Lesson[], query: string): readonly Lesson[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return lessons.filter(({ id, title, chapterTitle }) => {
    const text = `${id} ${title} ${chapterTitle}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** @param rows how many lines there are for exercises */
export function listPage(
  lessons: readonly Lesson[],
  { query, at }: Listing,
  isSolved: (lesson: Lesson) => boolean,
  rows: number,
  { columns, paint }: Style,
): string[] {
  const some = found(lessons, query);
  const from = Math.max(0, Math.min(at - Math.floor(rows / 2), some.length - rows));
  const lines = some.slice(from, from + rows).map((lesson, index) => {
    const mark = isSolved(lesson) ? '✓' : ' ';
    const line = `${from + index === at ? '›' : ' '} ${mark} ${lesson.id.padEnd(26)} ${lesson.title}`;
    const fits = widthOf(line) > columns ? `${line.slice(0, columns - 1)}…` : line;
    return from + index === at ? paint('bold', fits) : fits;
  });
  return [
    `${paint('bold', 'Go to:')} ${query}▏`,
    '',
    ...(lines.length === 0 ? ['Nothing is called so.'] : lines),
    '',
    paint(
      'dim',
      `${some.length} of ${lessons.length} · type to search · ↑ ↓ · Enter goes there · Esc goes back`,
    ),
  ];
}
