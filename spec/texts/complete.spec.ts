/** Every sentence that a learner may be shown has its Chinese, and there is no Chinese of what is no longer said. */
import { expect, it } from 'vitest';
import { conventionTexts } from '../../src/grader/conventions/conventions.js';
import { courseOf } from '../../src/grader/course.js';
import { textOf } from '../../src/grader/hints/hint.js';
import { opHints } from '../../src/grader/hints/op-hints.js';
import { topicHints } from '../../src/grader/hints/topic-hints.js';
import { lawsOf } from '../../src/grader/laws.js';
import { opSentences } from '../../src/grader/op-sentences.js';
import { misconceptionsOf } from '../../src/grader/own/misconceptions.js';
import { allProbes } from '../../src/grader/probes.js';
import { sharesOf } from '../../src/grader/shares.js';
import { misconceptions } from '../../src/misconceptions/index.js';
import { lawWords } from '../../src/teach/law-words.js';
import { sentences } from '../../src/texts/zh/index.js';
import { findings, laws } from '../../src/verify/index.js';

const { exercises } = courseOf();

const said = new Set([
  ...exercises.flatMap((each) => [each.title, ...(each.own ? [] : each.hints.map(textOf))]),
  ...exercises.flatMap((each) => (sharesOf(each) ?? []).map(({ sentence }) => sentence)),
  ...[...misconceptions, ...exercises.flatMap((each) => (each.own ? misconceptionsOf(each) : []))].flatMap(
    ({ says, hint }) => [says, hint],
  ),
  ...Object.values(opHints).flat(),
  ...Object.values(opSentences).filter((sentence) => !sentence.startsWith('y = ')),
  ...Object.values(topicHints).flat(),
  ...[...laws, ...findings, ...exercises.flatMap(lawsOf), ...allProbes].map(({ sentence }) => sentence),
  'the submission answers every case',
  ...Object.values(lawWords),
  ...Object.values(conventionTexts),
]);

it('has the Chinese of each sentence', () => {
  expect([...said].filter((sentence) => !sentences.has(sentence))).toEqual([]);
});

it('has no other', () => {
  expect([...sentences.keys()].filter((sentence) => !said.has(sentence))).toEqual([]);
});

it('has the hints of chapters on their Chinese pages', () => {
  for (const { id, own, hints } of exercises.filter((each) => each.own !== undefined))
    expect([id, own?.hintsIn?.zh?.length]).toEqual([id, hints.length]);
});
