/** What is shown of one exercise: still to be written, wrong, or right. */

import { printProgram } from '../case/print.js';
import { plain, plainLine } from '../formats/printable.js';
import { namingOf } from '../grader/own/names.js';
import { lawInWords, workedExample } from '../teach/index.js';
import { besideSolution } from './beside-solution.js';
import type { Checked } from './checker.js';
import { whyOf } from './hints.js';
import type { Lesson } from './lessons.js';
import { readingFor } from './reading.js';
import { ends, type Style, wrapped } from './style.js';

const whenChecked = {
  save: 'It is checked whenever you save the file.',
  space: 'The space bar checks it.',
  command: 'The same command checks it again.',
} as const;

export interface Shown {
  readonly lesson: Lesson;
  /** Its place in the course, from 1 on, and how many there are. */
  readonly number: number;
  readonly total: number;
  /** `file:line` of the code that is to be written. */
  readonly place: string;
  /** What has it checked. */
  readonly checkedBy: keyof typeof whenChecked;
}

export function heading({ lesson, number, total }: Shown, { columns, paint }: Style): string[] {
  const points = `${lesson.points} ${lesson.points === 1 ? 'point' : 'points'}`;
  return [
    ...ends(lesson.id, `${number} of ${total} · ${points}`, columns, (text) => paint('bold', text)),
    ...wrapped(lesson.title, columns),
    '',
  ];
}

export function page(shown: Shown, checked: Checked, solution: string | undefined, style: Style): string[] {
  const body =
    checked.status === 'passed'
      ? solved(shown, checked, solution, style)
      : isUnwritten(checked)
        ? unwritten(shown, style)
        : wrong(shown, checked, style);
  return [...heading(shown, style), ...body];
}

export const isUnwritten = ({ status, failure }: Checked): boolean =>
  status === 'not-implemented' &&
  (failure === undefined || failure.broken.verdict.kind === 'not-implemented');

function unwritten({ lesson, place, checkedBy }: Shown, { columns, paint, link }: Style): string[] {
  const reading = readingFor(lesson);
  return [
    `${paint('yellow', '… still to be written:')} ${link(place)}`,
    ...(reading === undefined ? [] : [`  read first: ${link(reading.place)} (${reading.heading})`]),
    '',
    ...wrapped(whenChecked[checkedBy], columns),
  ];
}

function wrong({ place, lesson }: Shown, checked: Checked, style: Style): string[] {
  const { columns, paint, link } = style;
  const { failure, status } = checked;
  const where = link(checked.place ?? place);
  if (failure === undefined) {
    return [`${paint('red', `✗ ${status}:`)} ${where}`, '', ...wrapped(plain(checked.message), columns)];
  }
  const { broken, outcome, said, misconception } = failure;
  const { program } = broken.testCase;
  const naming = namingOf(lesson.exercise);
  // What is wrong in a Jacobian is said of its rows, not of the cotangents that they come from.
  const isWorked = outcome?.kind === 'done' && broken.law.id !== 'jacobian';
  const example = isWorked ? workedExample(broken.testCase, outcome, { width: columns, naming }) : [];
  const explained =
    example.length === 0
      ? wrapped(plain(said), columns)
      : [
          ...wrapped(
            `This law is broken: ${broken.law.sentence}. In words: ${lawInWords(broken.law.id, broken.law.sentence)}`,
            columns,
          ),
          '',
          ...printProgram(program, naming).split('\n'),
          '',
          ...example,
        ];
  return [
    `${paint('red', '✗ wrong:')} ${where}`,
    '',
    ...explained,
    ...(misconception === undefined
      ? []
      : [
          '',
          ...wrapped(`This is a known mistake, ${misconception.name}. ${misconception.says}`, columns),
          ...wrapped(`Hint: ${misconception.hint}`, columns),
        ]),
    ...(checked.replay === null
      ? []
      : ['', paint('dim', `Run this case again: ${plainLine(checked.replay)}`)]),
  ];
}

function solved(
  { lesson }: Shown,
  { cases, milliseconds }: Checked,
  solution: string | undefined,
  { columns, paint, link }: Style,
): string[] {
  const reading = readingFor(lesson);
  const why = whyOf(lesson);
  return [
    `${paint('green', '✓ right:')} every law holds on ${cases} cases (${(milliseconds / 1000).toFixed(2)} s).`,
    '',
    ...(solution === undefined ? [] : besideSolution(lesson, solution, columns)),
    ...(why === undefined ? [] : ['', ...wrapped(`Why: ${why}`, columns)]),
    ...(reading === undefined ? [] : [`Read on: ${link(reading.place)} (${reading.heading})`]),
  ];
}

/** Every exercise after all were checked, by chapter. */
export function allPage(all: readonly Checked[], { columns, paint }: Style): string[] {
  const chapters = [...new Set(all.map(({ lesson }) => lesson.chapter))];
  const rows = chapters.flatMap((chapter) => {
    const own = all.filter(({ lesson }) => lesson.chapter === chapter);
    const right = own.filter(({ status }) => status === 'passed').length;
    const wrongOnes = own.filter((each) => each.status !== 'passed' && !isUnwritten(each));
    const names = wrongOnes.map(({ lesson, status }) => `${lesson.id} (${status})`).join(', ');
    const line = `  ${right === own.length ? '✓' : ' '} ${chapter.padEnd(14)} ${right}/${own.length}`;
    return names === '' ? [line] : [line, ...wrapped(paint('red', `✗ ${names}`), columns, '      ')];
  });
  return [paint('bold', 'All exercises'), '', ...rows];
}
