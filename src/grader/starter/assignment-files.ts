/** The files of an assignment as a course hands it out and grades it, by path. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise } from '../exercises.js';
import { packageRoot } from '../package-root.js';
import { runAutograder, setup } from './gradescope-scripts.js';
import type { Tarball } from './package-tarball.js';
import { readme } from './readme.js';
import { workflow } from './workflow.js';
import type { ZippedFile } from './zip.js';

export interface NewAssignment {
  readonly name: string;
  readonly exercises: readonly Exercise[];
}

/** The options of `backproof grade` that make it grade this assignment. */
export const gradeOptions = ({ exercises }: NewAssignment): string =>
  `--only ${exercises.map(({ id }) => id).join(',')}`;

const text = (path: string, content: string, executable = false): ZippedFile => ({
  path,
  data: Buffer.from(content),
  executable,
});

const json = (path: string, value: unknown): ZippedFile => text(path, `${JSON.stringify(value, null, 2)}\n`);

const manifest = ({ name, exercises }: NewAssignment): ZippedFile =>
  json('assignment.json', {
    version: 1,
    name,
    title: name,
    exercises: exercises.map(({ id, points }) => ({ id, points })),
  });

/** The repository that students clone. */
export function starterFiles(assignment: NewAssignment, tarball: Tarball): ZippedFile[] {
  const { name, exercises } = assignment;
  const options = gradeOptions(assignment);
  const sha256 = createHash('sha256').update(tarball.data).digest('hex');
  const compilerOptions = { target: 'es2022', module: 'nodenext', strict: true, noEmit: true, types: [] };
  return [
    text('README.md', readme(name, exercises, tarball)),
    json('package.json', {
      name,
      private: true,
      type: 'module',
      scripts: { test: `backproof grade exercises ${options}` },
      dependencies: { backproof: `file:vendor/${tarball.name}` },
    }),
    json('tsconfig.json', { compilerOptions, include: ['exercises'] }),
    text('.gitignore', 'node_modules/\n.backproof/\n'),
    text('.github/workflows/classroom.yml', workflow({ options, tarball: tarball.name, sha256 })),
    manifest(assignment),
    { path: `vendor/${tarball.name}`, data: tarball.data },
    ...exercises.flatMap(stub),
  ];
}

/** What is uploaded to Gradescope. */
export function autograderFiles(assignment: NewAssignment, tarball: Tarball): ZippedFile[] {
  return [
    text('setup.sh', setup, true),
    text('run_autograder', runAutograder(assignment.exercises, gradeOptions(assignment)), true),
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
