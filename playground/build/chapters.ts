/** The course as the page has it. A new chapter appears by itself: the grader's own list says what there is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { harnessKey } from '../../scripts/harnesses.js';
import { repository } from '../../scripts/repository.js';
import { partNames } from '../../src/grader/assignment/assignment.js';
import { courseOf } from '../../src/grader/course.js';
import { chapterOf } from '../../src/grader/exercises.js';
import { readmeOf } from '../../src/grader/own/load.js';
import type { Language } from '../../src/texts/language.js';
import type { Chapter, Course, Item } from '../src/course.js';

const { exercises } = courseOf();

/** Without the paths of this machine. */
export const course: Course = exercises.map((exercise) => ({
  ...exercise,
  ...(exercise.own && { own: { ...exercise.own, folder: chapterOf(exercise) } }),
}));

export const chapters: readonly Chapter[] = [...new Set(exercises.map(chapterOf))].map((id) => {
  const own = exercises.filter((exercise) => chapterOf(exercise) === id);
  return {
    id,
    titles: { en: titleIn(readme(id, 'en')), zh: titleIn(readme(id, 'zh')) },
    items: own.flatMap(itemsOf),
  };
});

function itemsOf(exercise: Course[number]): Item[] {
  return partNames(exercise).map((part) => ({
    exercise: exercise.id,
    part,
    // Of an exercise `gather.slice`, and of a part `elementwise.negate`, what is behind the point.
    label: part.split('.').at(-1) ?? part,
  }));
}

function readme(id: string, language: Language): string {
  return readmeOf(join(repository, 'exercises', id), language);
}

function titleIn(text: string): string {
  return /^# (.*)$/m.exec(text)?.[1] ?? '';
}

export const stubFile = (id: string): string => join(repository, 'exercises', id, `${id}.ts`);

export const keyOf = (id: string): string => {
  const found = exercises.find((exercise) => chapterOf(exercise) === id);
  if (found === undefined) throw new Error(`there is no chapter ${id}`);
  return harnessKey(found);
};

export const exerciseOfKey = (key: string) => {
  const found = exercises.find((exercise) => harnessKey(exercise) === key);
  if (found === undefined) throw new Error(`there is no harness ${key}`);
  return found;
};

/** The file that is handed out. */
export const stubOf = (id: string): string => readFileSync(stubFile(id), 'utf8');

/** Its README as HTML, without the title. */
export const pageOf = (id: string, language: Language): string =>
  new MarkdownIt({ html: true }).render(readme(id, language).replace(/^# .*\n/, ''));
