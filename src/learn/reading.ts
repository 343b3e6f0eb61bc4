/** Where to read about an exercise: a section of its chapter's README. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pageName } from '../grader/own/load.js';
import type { Language } from '../texts/index.js';
import type { Lesson } from './lessons.js';

export interface Reading {
  /** `file:line` */
  readonly place: string;
  readonly heading: string;
}

/**
 * The first section that names the op or the part, after the introduction; else the first one. In another language the
 * page has the same sections in the same order. Undefined without a README.
 */
export function readingFor({ file, exercise, part }: Lesson, language: Language): Reading | undefined {
  const sections = sectionsIn(join(dirname(file), pageName('en')));
  const explaining = sections.filter(({ isAside }) => !isAside);
  const name = exercise.ops.some((op) => op === part) ? part : (exercise.id.split('.')[1] ?? part);
  const found =
    explaining.find(({ heading }) => heading.toLowerCase() === name) ??
    explaining.find(({ text }) => new RegExp(`\\b${name}\\b`).test(text)) ??
    explaining[0];
  if (found === undefined || language === 'en') return found;
  const translated = sectionsIn(join(dirname(file), pageName(language)));
  return translated.length === sections.length ? translated[sections.indexOf(found)] : found;
}

const isAsideCalled = (heading: string): boolean =>
  /^(hints?\b|how it is graded|what you may use|its exercises)/i.test(heading);

interface Section extends Reading {
  /** Whether it explains nothing. */
  readonly isAside: boolean;
  readonly text: string;
}

/** None without the page. */
function sectionsIn(page: string): readonly Section[] {
  if (!existsSync(page)) return [];
  const lines = readFileSync(page, 'utf8').split('\n');
  const starts = lines.flatMap((line, index) => (/^##+ /.test(line) ? [index] : []));
  let isAside = false;
  return starts.map((start, index) => {
    const line = lines[start] as string;
    const heading = line.replace(/^#+ /, '');
    if (line.startsWith('## ')) isAside = isAsideCalled(heading);
    const text = lines.slice(start + 1, starts[index + 1]).join('\n');
    return { place: `${page}:${start + 1}`, heading, isAside, text };
  });
}
