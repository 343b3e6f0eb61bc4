/** The files of an assignment as a course hands it out and grades it, by path. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assignment } from '../assignment/assignment.js';
import type { Exercise } from '../exercises.js';
import { packageRoot } from '../package-root.js';
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

const json = (path: string, value: unknown): ZippedFile => text(path, `${JSON.stringify(value, null, 2)}\n`);

/** The assignment's file, from which it is read back as it is. */
const manifest = ({ name, title, exercises }: Assignment): ZippedFile =>
  json('assignment.json', {
    version: 1,
    name,
    title,
    exercises: exercises.map(({ id, kind, points, title, ops, hidden, credit }) => ({
      id,
      points,
      title,
      ...(kind === 'rules' && { ops }),
      ...(hidden === true || hidden.length > 0 ? { hidden } : {}),
      credit,
    })),
  });

/** The repository that students clone. */
export function starterFiles(assignment: Assignment, tarball: Tarball): ZippedFile[] {
  const { name, title, exercises } = assignment;
  const compilerOptions = { target: 'es2022', module: 'nodenext', strict: true, noEmit: true, types: [] };
  const packed = { path: `vendor/${tarball.name}`, data: tarball.data };
  const asked = manifest(assignment);
  return [
    text('README.md', readme(title, exercises, tarball)),
    json('package.json', {
      name,
      private: true,
      type: 'module',
      scripts: { test: `backproof grade exercises ${gradeOptions}` },
      dependencies: { backproof: `file:${packed.path}` },
    }),
    json('tsconfig.json', { compilerOptions, include: ['exercises'] }),
    text('.gitignore', 'node_modules/\n.backproof/\n'),
    text('.github/workflows/classroom.yml', workflow(packed, asked)),
    asked,
    packed,
    ...exercises.flatMap(stub),
  ];
}

/** What is uploaded to Gradescope. */
export function autograderFiles(assignment: Assignment, tarball: Tarball): ZippedFile[] {
  return [
    text('setup.sh', setup, true),
    text('run_autograder', runAutograder(assignment.exercises), true),
    json('package.json', { private: true, dependencies: { backproof: `file:${tarball.name}` } }),
    manifest(assignment),
    { path: tarball.name, data: tarball.data },
  ];
}

function stub({ id }: Exercise): ZippedFile[] {
  const folder = join('exercises', id);
  return readdirSync(join(packageRoot, folder)).map((file) => ({
    path: `exercises/${id}/${file}`,
    data: readFileSync(join(packageRoot, folder, file)),
  }));
}
