import type { Exercise } from '../exercises.js';
import type { Tarball } from './package-tarball.js';

/** The README of the repository that students clone. */
export const readme = (title: string, exercises: readonly Exercise[], tarball: Tarball): string => `# ${title}

Write the gradients that are missing: every stub says TODO. Its folder's README has the mathematics, a worked example
and hints.

| exercise | | points |
| --- | --- | ---: |
${exercises.map(({ id, title, points }) => `| [${id}](exercises/${id}/README.md) | ${title} | ${points} |`).join('\n')}

## Start

Node 20.19 or newer.

\`\`\`sh
npm install
npm test
\`\`\`

\`npm test\` prints your points, and for what is wrong the smallest case that shows it. One exercise alone:
\`npm test -- --only ${exercises[0]?.id}\`. To run a saved case again: \`npx backproof replay .backproof/${exercises[0]?.id}.json\`.

## Without a network

Nothing is fetched after \`npm install\`. The grader itself is in this repository (\`vendor/${tarball.name}\`); npm fetches
what it depends on, and what those depend on:

${Object.entries(tarball.dependencies)
  .map(([dependency, version]) => `- ${dependency} ${version}`)
  .join('\n')}

For a room without a network, fetch them into a folder on a machine of the same kind that has one, and take it along:

\`\`\`sh
npm install --cache ./npm-cache             # with a network
npm install --cache ./npm-cache --offline   # without
\`\`\`

## What is graded

The files in \`exercises/\`, and nothing else: packages, \`package.json\` and \`tsconfig.json\` of yours are not looked at. A file may
import \`backproof/engine\` and files of its own folder. Keep the names that the stub exports.
`;
