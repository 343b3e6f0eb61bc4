/** What `npm run project` writes, and the build; a spec compares it with what is committed. */
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { chapters, courseOf } from '../src/grader/course.js';
import { exercises, findExercise } from '../src/grader/exercises.js';
import { project } from '../src/grader/own/project.js';
import { formatted } from './format.js';
import { repository } from './repository.js';
import { solution, stub, type WrittenFile } from './rewrite.js';

export const projections = (): WrittenFile[] =>
  formatted([
    ...exercises.flatMap((exercise) => [solution(exercise), stub(exercise)]),
    ...ownChapters.flatMap(projected),
  ]);

/** The chapters that are folders of `curriculum`. */
const ownChapters: readonly string[] = chapters.filter((name) => findExercise(name) === undefined);

function projected(name: string): WrittenFile[] {
  const [first] = courseOf([name]).exercises;
  if (first === undefined) return [];
  const { stub, solution, readme } = project(first);
  return [
    { path: join('solutions', name, `${name}.ts`), text: solution },
    { path: join('exercises', name, `${name}.ts`), text: stub },
    { path: join('exercises', name, 'README.md'), text: readme },
    ...chinesePageOf(name),
  ];
}

function chinesePageOf(name: string): WrittenFile[] {
  const page = join(repository, 'curriculum', name, 'README.zh.md');
  if (!existsSync(page)) return [];
  return [{ path: join('exercises', name, 'README.zh.md'), text: readFileSync(page, 'utf8') }];
}

/** The stubs as the build keeps them. */
export const stubs = (): WrittenFile[] =>
  formatted([
    ...exercises.map(stub),
    ...ownChapters.flatMap(projected).filter(({ path }) => /^exercises.*\.ts$/.test(path)),
  ]).map(({ path, text }) => ({ path: join('dist', 'stubs', relative('exercises', path)), text }));
