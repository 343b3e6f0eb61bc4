/** Every block of code in the documentation is run by spec/docs.spec.ts, or stands here with what holds it, or why nothing does. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pages } from '../../site/build/links.js';

const inAnAdapter = 'lines of a program that the page before or after it has whole';
const asWritten = 'compared with the source';

const notRun: Readonly<Record<string, readonly string[]>> = {
  'docs/adapters.md': [inAnAdapter, 'run by spec/oracle/adapters', `an outline: ${inAnAdapter}`],
  'docs/adding-a-misconception.md': [`${asWritten} by spec/docs/misconceptions-page`],
  'docs/adding-an-op.md': Array.from({ length: 8 }, () => `${asWritten} by spec/adding-an-op`),
  'docs/assignments.md': ['Classroom 50 runs it'],
  'docs/ci.md': ['GitHub runs it', 'expected failures of an adapter of the reader', 'the same'],
  'docs/exercises.md': [
    ...['its function', 'its definition'].map((what) => `${what}: ${asWritten} by spec/docs/exercises-page`),
    'an outline of several exercises',
    `${asWritten} by spec/docs/exercises-page`,
    'an assignment that names folders of the reader',
  ],
  'docs/findings.md': ['needs jax-js', 'needs jax-js'],
  'docs/functions.md': [
    'a test of the reader',
    'a test of the reader',
    'needs PyTorch; its like is run by spec/oracle/gradcheck',
    'a test of the reader',
    'an adapter, which waits for the oracle',
  ],
  'docs/grading.md': ['read by spec/grader/assignment', 'an assignment over an adapter'],
  'docs/models.md': ['an outline of a file'],
  'docs/scale.md': ['GitHub runs it'],
};

const languages = new Set(['ts', 'typescript', 'js', 'python', 'json', 'yaml', 'cpp']);

interface Block {
  readonly language: string;
  readonly code: string;
}

/** The blocks of a page that are not followed by what they print, in TypeScript or in a note. */
function unrunIn(page: string): readonly Block[] {
  const text = readFileSync(page, 'utf8');
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```\n(?=(\n?```text)?)/gms)];
  return blocks.flatMap(([, language = '', code = '', printed]) => {
    const run = printed !== undefined && (language === 'ts' || page.startsWith('docs/notes/'));
    return run || !languages.has(language) ? [] : [{ language, code }];
  });
}

// Those of the ops are the engine's classes, which `npm run project` copies; those of exercises have specs of their own.
const ours = pages.filter((page) => page !== 'docs/ops.md' && !page.startsWith('ex'));

it.each(ours)('%s has no code of which nobody knows whether it is right', (page) => {
  expect(unrunIn(page).map(({ code }) => code.split('\n', 1)[0])).toHaveLength(notRun[page]?.length ?? 0);
});

it.each(ours)('%s has JSON that can be read', (page) => {
  for (const { language, code } of unrunIn(page)) if (language === 'json') JSON.parse(code);
});
