/** What is drawn of a session: the page of an exercise, of all of them, or their list, and below it notes and keys. */
import type { Checked } from './checker.js';
import { solutionOf } from './files.js';
import { keyLine, solvedLine } from './frame.js';
import type { Lesson } from './lessons.js';
import { type Listing, listPage } from './list.js';
import { allPage, heading, page } from './pages.js';
import type { ProgressFile } from './progress-file.js';
import { type Style, wrapped } from './style.js';
import { type Window, windowOn } from './window.js';

export interface Shown {
  readonly current: Lesson;
  /** Where the current exercise begins in its file. */
  readonly line: number;
  readonly checked: Checked | undefined;
  /** After all were checked. */
  readonly all: readonly Checked[] | undefined;
  /** The hints that were asked for. */
  readonly taken: readonly string[];
  /** What TypeScript says. */
  readonly types: readonly string[];
  /** While an exercise is looked for. */
  readonly listing: Listing | undefined;
  readonly notice: string;
  readonly asksForReset: boolean;
  /** How far a check is. */
  readonly cases: string;
  /** What was shown last. */
  readonly window: Window;
}

interface Course {
  readonly lessons: readonly Lesson[];
  readonly progress: ProgressFile;
  readonly manual: boolean;
}

/** @param rows of the terminal */
export function screenOf(shown: Shown, course: Course, style: Style, rows: number): Window {
  const { listing, all, window } = shown;
  const { lessons, progress } = course;
  if (listing !== undefined) {
    const isSolved = ({ id }: Lesson): boolean => progress.of(id).solved;
    return { ...window, lines: listPage(lessons, listing, isSolved, Math.max(3, rows - 6), style) };
  }
  const body =
    all === undefined
      ? [...exerciseLines(shown, course, style), ...extraLines(shown, style)]
      : allPage(all, style);
  return windowOn(body, footer(shown, course, style), rows, window.from, style);
}

function footer(
  { current, notice, asksForReset, cases }: Shown,
  { lessons, manual, progress }: Course,
  style: Style,
): readonly string[] {
  const { columns, paint, texts } = style;
  const solved = lessons.filter(({ id }) => progress.of(id).solved).length;
  return [
    ...(notice === '' ? [] : ['', ...wrapped(notice, columns)]),
    ...(asksForReset ? ['', paint('yellow', texts.learn.askReset(current.id))] : []),
    '',
    ...(progress.problem === undefined ? [] : [texts.learn.notKept(progress.problem)]),
    ...(cases === '' ? [] : [cases]),
    solvedLine(solved, lessons.length, style),
    ...keyLine(manual, style),
  ];
}

function exerciseLines(
  { current, line, checked }: Shown,
  { lessons, manual }: Course,
  style: Style,
): readonly string[] {
  const shown = {
    lesson: current,
    number: lessons.indexOf(current) + 1,
    total: lessons.length,
    place: `${current.file}:${line}`,
    checkedBy: manual ? 'space' : 'save',
  } as const;
  return checked === undefined ? heading(shown, style) : page(shown, checked, solutionOf(current), style);
}

/** Hints, and what TypeScript says. */
function extraLines({ checked, taken, types }: Shown, { columns, link, texts }: Style): readonly string[] {
  const isSolved = checked?.status === 'passed';
  const hints = (isSolved ? [] : taken).flatMap((hint, index) => [
    '',
    ...wrapped(texts.learn.numberedHint(index + 1, hint), columns),
  ]);
  const errors = types.map((error) => {
    const [place = ''] = /^.*?:\d+:\d+/.exec(error) ?? [];
    return `  ${link(place)}${error.slice(place.length)}`;
  });
  return [...hints, ...(errors.length === 0 ? [] : ['', texts.learn.typeErrors, ...errors])];
}
