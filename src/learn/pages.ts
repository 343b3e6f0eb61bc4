/** What is shown of one exercise: still to be written, wrong, or right. */

import { printProgram } from '../case/print.js';
import { plain, plainLine } from '../formats/printable.js';
import { namingOf } from '../grader/own/names.js';
import { lawInWords, workedExample } from '../teach/index.js';
import type { Texts } from '../texts/index.js';
import { besideSolution } from './beside-solution.js';
import type { Checked } from './checker.js';
import { whyOf } from './hints.js';
import type { Lesson } from './lessons.js';
import { readingFor } from './reading.js';
import { ends, type Style, wrapped } from './style.js';

export interface Shown {
  readonly lesson: Lesson;
  /** Its place in the course, from 1 on, and how many there are. */
  readonly number: number;
  readonly total: number;
  /** `file:line` of the code that is to be written. */
  readonly place: string;
  /** What has it checked. */
  readonly checkedBy: keyof Texts['learn']['checkedBy'];
}

export function heading({ lesson, number, total }: Shown, { columns, paint, texts }: Style): string[] {
  const right = texts.learn.heading(number, total, lesson.points);
  return [
    ...ends(lesson.id, right, columns, (text) => paint('bold', text)),
    ...wrapped(texts.says(lesson.title), columns),
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

function unwritten({ lesson, place, checkedBy }: Shown, { columns, paint, link, texts }: Style): string[] {
  const { learn, language } = texts;
  const reading = readingFor(lesson, language);
  return [
    `${paint('yellow', learn.unwritten)}${link(place)}`,
    ...(reading === undefined ? [] : [`  ${learn.readFirst(link(reading.place), reading.heading)}`]),
    '',
    ...wrapped(learn.checkedBy[checkedBy], columns),
  ];
}

function wrong({ place, lesson }: Shown, checked: Checked, style: Style): string[] {
  const { columns, paint, link, texts } = style;
  const { learn, says } = texts;
  const { failure, status } = checked;
  const where = link(checked.place ?? place);
  if (failure === undefined) {
    const word = texts.grade.statuses[status];
    return [`${paint('red', learn.failed(word))}${where}`, '', ...wrapped(plain(checked.message), columns)];
  }
  const { broken, outcome, said, misconception } = failure;
  const { program } = broken.testCase;
  const { id, sentence } = broken.law;
  const naming = namingOf(lesson.exercise);
  // What is wrong in a Jacobian is said of its rows, not of the cotangents that they come from.
  const isWorked = outcome?.kind === 'done' && id !== 'jacobian';
  const example = isWorked ? workedExample(broken.testCase, outcome, { width: columns, naming, texts }) : [];
  const explained =
    example.length === 0
      ? wrapped(plain(said), columns)
      : [
          ...wrapped(learn.law(says(sentence), lawInWords(id, sentence, texts)), columns),
          '',
          ...printProgram(program, naming).split('\n'),
          '',
          ...example,
        ];
  return [
    `${paint('red', learn.failed(learn.wrong))}${where}`,
    '',
    ...explained,
    ...(misconception === undefined
      ? []
      : [
          '',
          ...wrapped(learn.knownMistake(misconception.name, says(misconception.says)), columns),
          ...wrapped(texts.failure.hint(says(misconception.hint)), columns),
        ]),
    ...(checked.replay === null ? [] : ['', paint('dim', texts.failure.replay(plainLine(checked.replay)))]),
  ];
}

function solved({ lesson }: Shown, checked: Checked, solution: string | undefined, style: Style): string[] {
  const { cases, milliseconds, message } = checked;
  const { columns, paint, link, texts } = style;
  const { learn, language } = texts;
  const reading = readingFor(lesson, language);
  const why = whyOf(lesson, texts);
  return [
    `${paint('green', learn.right)}${learn.holds(cases, (milliseconds / 1000).toFixed(2))}`,
    // Right by itself, though its answers were not: another exercise is wrong.
    ...(message === '' ? [] : ['', ...wrappedButFor(checked.replay, message, style)]),
    '',
    ...(solution === undefined ? [] : besideSolution(lesson, solution, columns, learn)),
    ...(why === undefined ? [] : ['', ...wrapped(learn.why(why), columns)]),
    ...(reading === undefined ? [] : [learn.readOn(link(reading.place), reading.heading)]),
  ];
}

/** A command that is broken into lines cannot be copied. */
function wrappedButFor(command: string | null, message: string, { columns, texts }: Style): string[] {
  const whole = command === null ? '' : texts.failure.replay(command);
  return plain(message)
    .split('\n')
    .flatMap((line) => (line === whole ? [plainLine(line)] : wrapped(line, columns)));
}

/** Every exercise after all were checked, by chapter. */
export function allPage(all: readonly Checked[], { columns, paint, texts }: Style): string[] {
  const { statuses } = texts.grade;
  const chapters = [...new Set(all.map(({ lesson }) => lesson.chapter))];
  const rows = chapters.flatMap((chapter) => {
    const own = all.filter(({ lesson }) => lesson.chapter === chapter);
    const right = own.filter(({ status }) => status === 'passed').length;
    const wrongOnes = own.filter((each) => each.status !== 'passed' && !isUnwritten(each));
    const names = wrongOnes.map(({ lesson, status }) => `${lesson.id} (${statuses[status]})`).join(', ');
    const line = `  ${right === own.length ? '✓' : ' '} ${chapter.padEnd(14)} ${right}/${own.length}`;
    return names === '' ? [line] : [line, ...wrapped(paint('red', `✗ ${names}`), columns, '      ')];
  });
  return [paint('bold', texts.learn.all), '', ...rows];
}
