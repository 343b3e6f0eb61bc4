import { partNames } from '../assignment/assignment.js';
import { chapterOf, type Exercise } from '../exercises.js';
import type { Tarball } from './package-tarball.js';

/** What the README describes: the exercises with shown tests, as `npm test` grades them, and the stubs without any. */
export interface Described {
  readonly title: string;
  readonly shown: readonly Exercise[];
  /** Tested only by hidden parts; their stubs are handed out all the same. */
  readonly untested: readonly Exercise[];
  /** Whether any tests are hidden. */
  readonly hides: boolean;
}

const row = ({ id, title }: Exercise, points: number | string): string =>
  `| [${id}](exercises/${chapterOf({ id })}/README.md) | ${title} | ${points} |`;

const further = `
There are further tests, which are hidden: they count in the final grade, but \`npm test\` says nothing about them, nor about
their points.
`;

const onlyHidden = (untested: readonly Exercise[]): string => {
  const ids = untested.map(({ id }) => `\`${id}\``).join(', ');
  return `Fill in these stubs as well, which only hidden tests reach: ${ids}.\n`;
};

/** How to ask for one part, if there are several. */
const alone = (exercise: Exercise | undefined): string => {
  const [part, ...more] = exercise === undefined ? [] : partNames(exercise);
  return more.length === 0 ? '' : `, one part of it: \`npm test -- --only ${exercise?.id}.${part}\``;
};

const ofOwn = (exercise: Exercise | undefined): string =>
  exercise?.own === undefined ? '' : ` --exercise definitions/${chapterOf(exercise)}`;

/** The README of the repository that students clone. */
export const readme = ({ title, shown, untested, hides }: Described, tarball: Tarball): string => `# ${title}

Write the gradients that are missing: every stub says TODO. Its folder's README has the mathematics, a worked example
and hints.

| exercise | | points in \`npm test\` |
| --- | --- | ---: |
${[...shown.map((each) => row(each, each.points)), ...untested.map((each) => row(each, '–'))].join('\n')}
${hides ? further : ''}${untested.length > 0 ? onlyHidden(untested) : ''}
## Start

Node 20.19 or newer.

\`\`\`sh
npm install
npm test
\`\`\`

\`npm test\` prints your points, and for what is wrong the smallest case that shows it. One exercise alone:
\`npm test -- --only ${shown[0]?.id}\`${alone(shown[0])}. To run a saved case again:
\`npx backproof replay .backproof/${shown[0]?.id}.json${ofOwn(shown[0])}\`. Other cases: \`npm test -- --seed 2\`; the grade is that of \`npm test -- --seed 1\`.

\`npx tsc --noEmit\` checks the types, as an editor does.

## Without a network

Nothing is fetched after \`npm install\`. The grader itself is in this repository (\`vendor/${tarball.name}\`); npm fetches
what it depends on, and what those depend on:

${Object.entries({ ...tarball.dependencies, ...tarball.development })
  .map(([dependency, version]) => `- ${dependency} ${version}`)
  .join('\n')}

For a room without a network, fetch them into a folder on a machine of the same kind with a network, and take the folder along:

\`\`\`sh
npm install --cache ./npm-cache             # with a network
npm install --cache ./npm-cache --offline   # without
\`\`\`

## What is graded

The files in \`exercises/\`, and nothing else: your packages, \`package.json\` and \`tsconfig.json\` are ignored. A file may
import \`backproof/engine\` and files of its own folder. Keep the names that the stub exports.
`;
