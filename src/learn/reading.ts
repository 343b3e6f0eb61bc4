/** Where to read about an exercise: a section of its chapter's README. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Lesson } from './lessons.js';

export interface Reading {
  /** `file:line` */
  readonly place: string;
  readonly heading: string;
}

/** The first section that names the op or the part, after the introduction; else the first one. Undefined without a README. */
export function readingFor({ file, exercise, part }: Lesson): Reading | undefined {
  const readme = join(dirname(file), 'README.md');
  if (!existsSync(readme)) return undefined;
  const sections = sectionsOf(readFileSync(readme, 'utf8'));
  const name = exercise.ops.some((op) => op === part) ? part : (exercise.id.split('.')[1] ?? part);
  const found =
    sections.find(({ heading }) => heading.toLowerCase() === name) ??
    sections.find(({ text }) => new RegExp(`\\b${name}\\b`).test(text)) ??
    sections[0];
  return found && { place: `${readme}:${found.line}`, heading: found.heading };
}

const isAside = (heading: string): boolean =>
  /^(hints?\b|how it is graded|what you may use|its exercises)/i.test(heading);

interface Section {
  readonly heading: string;
  readonly line: number;
  readonly text: string;
}

/** All that explain something. */
function sectionsOf(readme: string): Section[] {
  const lines = readme.split('\n');
  const starts = lines.flatMap((line, index) => (/^##+ /.test(line) ? [index] : []));
  let isWithinAside = false;
  return starts.flatMap((start, index) => {
    const line = lines[start] as string;
    const heading = line.replace(/^#+ /, '');
    if (line.startsWith('## ')) isWithinAside = isAside(heading);
    if (isWithinAside) return [];
    return [{ heading, line: start + 1, text: lines.slice(start + 1, starts[index + 1]).join('\n') }];
  });
}
