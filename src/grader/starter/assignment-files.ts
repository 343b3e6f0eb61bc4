/** The files of an assignment as a course hands it out and grades it, by path. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonText } from '../../formats/json-text.js';
import { type AssignedExercise, type Assignment, isHidden, partNames } from '../assignment/assignment.js';
import { chapterOf, type Exercise } from '../exercises.js';
import { codeHandedOut } from '../own/handed-out.js';
import { readmeOf } from '../own/load.js';
import { project } from '../own/project.js';
import { packageRoot, stubsFolder } from '../package-root.js';
import { roundPoints } from '../result.js';
import { sharesOf } from '../shares.js';
import { askedReadme, askedStub, testCommand } from './asked-stub.js';
import { runAutograder, setup } from './gradescope-scripts.js';
import type { Tarball } from './package-tarball.js';
import { readme } from './readme.js';
import { workflow } from './workflow.js';
import type { ZippedFile } from './zip.js';

/** The option of `backproof grade` that makes it grade this assignment. */
const gradeOptions = '--assignment assignment.json';

const text = (path: string, content: string, executable = false): ZippedFile => ({
  path,
  data: Buffer.from(content),
  executable,
});

const json = (path: string, value: unknown): ZippedFile => text(path, jsonText(value));

/** The assignment's file, from which it is read back as it is. */
const manifest = ({
  name,
  title,
  hiddenSecret,
  nameHiddenMistakes,
  conventions,
  exercises,
}: Assignment): ZippedFile =>
  json('assignment.json', {
    version: 1,
    name,
    title,
    ...(hiddenSecret !== undefined && { hiddenSecret }),
    ...(nameHiddenMistakes !== undefined && { nameHiddenMistakes }),
    ...(conventions !== undefined && { conventions }),
    exercises: exercises.map(({ id, kind, points, title, ops, hidden, credit, own }) => ({
      ...(own === undefined ? { id } : { folder: definitionFolder(chapterOf({ id })) }),
      ...(own?.entry !== undefined && { exercise: own.entry }),
      points,
      title,
      ...(kind === 'rules' && { ops }),
      ...(hidden === true || hidden.length > 0 ? { hidden } : {}),
      credit,
    })),
  });

/** One exercise for each file that students hand in. */
const firstOfChapters = <E extends Exercise>(exercises: readonly E[]): readonly E[] =>
  exercises.filter(
    (each, index) => exercises.findIndex((other) => chapterOf(other) === chapterOf(each)) === index,
  );

const definitionFolder = (id: string): string => `definitions/${id}`;

/** What the grader needs of an instructor's own exercises: the definition as a script, and the README with its hints. */
const definitions = (exercises: readonly Exercise[], codeOf: (exercise: Exercise) => string): ZippedFile[] =>
  firstOfChapters(exercises).flatMap((exercise) => {
    const { own } = exercise;
    if (own === undefined) return [];
    const folder = definitionFolder(chapterOf(exercise));
    return [
      text(`${folder}/definition.js`, codeOf(exercise)),
      text(`${folder}/README.md`, readmeOf(own.folder)),
    ];
  });

/** The students' version of the assignment: it does not reveal what is hidden, nor the numbers of hidden cases. */
export function shownOf({ name, title, conventions, exercises }: Assignment): Assignment {
  return {
    name,
    title,
    ...(conventions && { conventions }),
    exercises: exercises.flatMap((exercise) => shownExercise(exercise) ?? []),
  };
}

/**
 * If each part earns its share, the shares of hidden parts are left out. All-or-none points, and points by law,
 * cannot be split by parts: the shown parts are then tested for all of them, and hidden parts may still take points
 * away.
 */
function shownExercise(exercise: AssignedExercise): AssignedExercise | undefined {
  const parts = partNames(exercise);
  const shown = parts.filter((part) => !isHidden(exercise, part));
  if (shown.length === 0) return undefined;
  const { points, credit } = exercise;
  return {
    ...exercise,
    hidden: [],
    ops: sharesOf(exercise) ? exercise.ops : exercise.ops.filter((op) => shown.includes(op)),
    points: credit === 'parts' ? roundPoints((points * shown.length) / parts.length) : points,
  };
}

const compilerOptions = {
  target: 'es2022',
  module: 'nodenext',
  strict: true,
  noEmit: true,
  types: [],
  skipLibCheck: true,
};

/** The repository that students clone. */
export function starterFiles(assignment: Assignment, tarball: Tarball): ZippedFile[] {
  const { name, title, exercises } = assignment;
  const shown = shownOf(assignment);
  const described = {
    title,
    shown: shown.exercises,
    untested: exercises.filter(({ id }) => shown.exercises.every((each) => each.id !== id)),
    hides: exercises.some(({ hidden }) => hidden === true || hidden.length > 0),
  };
  const packed = { path: `vendor/${tarball.name}`, data: tarball.data };
  const asked = manifest(shown);
  const own = definitions(shown.exercises, codeHandedOut);
  return [
    text('README.md', readme(described, tarball)),
    json('package.json', {
      name,
      private: true,
      type: 'module',
      scripts: { test: `backproof grade exercises ${gradeOptions} --command "${testCommand}"` },
      dependencies: { backproof: `file:${packed.path}` },
      devDependencies: tarball.development,
    }),
    json('tsconfig.json', { compilerOptions, include: ['exercises'] }),
    text('.gitignore', 'node_modules/\n.backproof/\n'),
    text('.github/workflows/classroom.yml', workflow(packed, asked, own)),
    asked,
    packed,
    ...own,
    ...firstOfChapters(exercises).flatMap((each) =>
      stub(
        each,
        shown.exercises.find(({ id }) => id === each.id),
      ),
    ),
  ];
}

/** What is uploaded to Gradescope. */
export function autograderFiles(assignment: Assignment, tarball: Tarball): ZippedFile[] {
  return [
    text('setup.sh', setup, true),
    text('run_autograder', runAutograder(assignment.exercises), true),
    json('package.json', { private: true, dependencies: { backproof: `file:${tarball.name}` } }),
    manifest(assignment),
    ...definitions(assignment.exercises, ({ own }) => own?.code ?? ''),
    { path: tarball.name, data: tarball.data },
  ];
}

/** The stub that the build projected: somebody may have filled in the one in exercises/ of this package. */
function stub(exercise: AssignedExercise, shown: AssignedExercise | undefined): ZippedFile[] {
  const id = chapterOf(exercise);
  const { source, described } = exercise.own === undefined ? ofThisPackage(id) : projected(exercise);
  return [
    text(`exercises/${id}/${id}.ts`, askedStub(source, exercise)),
    text(
      `exercises/${id}/README.md`,
      exercise.own?.entry === undefined ? askedReadme(described, exercise, shown) : described,
    ),
  ];
}

const ofThisPackage = (id: string) => ({
  source: readFileSync(join(stubsFolder, id, `${id}.ts`), 'utf8'),
  described: readFileSync(join(packageRoot, 'exercises', id, 'README.md'), 'utf8'),
});

function projected(exercise: Exercise) {
  const { stub, readme } = project(exercise);
  return { source: stub, described: readme };
}
