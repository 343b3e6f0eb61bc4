/** Hints fit the op and the failure, and go on from one failure to the next. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deepChain } from '../../src/generate/index.js';
import type { Broken, PartResult } from '../../src/grader/check-part.js';
import { type Exercise, findExercise } from '../../src/grader/exercises.js';
import { grade } from '../../src/grader/grade.js';
import { hintParagraph, topicOf } from '../../src/grader/hints/index.js';
import { SavedRungs } from '../../src/grader/hints/rungs.js';
import { misconceptions } from '../../src/misconceptions/index.js';
import { laws, type Verdict } from '../../src/verify/index.js';
import { altered, folderWith, sharedBundler, solutionOf } from './submit.js';

const exercise = (id: string) => findExercise(id) as Exercise;

const disagree: Verdict = {
  kind: 'disagree',
  where: { what: 'gradient of input a', index: [0] },
  ...{ expected: 1, got: 2, spread: 0, tolerance: 1e-9 },
};
const malformed: Verdict = { kind: 'malformed', problem: 'the gradient of input a has shape (2,)' };
const crashed: Verdict = {
  kind: 'crashed',
  error: { type: 'RangeError', message: 'Maximum call stack size exceeded', traceback: '' },
};

function broken(law: string, verdict: Verdict): Broken {
  const { id, sentence } = laws.find((each) => each.id === law) ?? { id: law, sentence: law };
  return { law: { id, sentence }, verdict, testCase: deepChain(1) };
}

function hintOf(id: string, part: string, law: string, verdict: Verdict, earlier?: number): string {
  const stuck = { part: { name: part } as PartResult['part'], broken: broken(law, verdict) };
  return hintParagraph(exercise(id), { ...stuck, misconception: undefined, earlier });
}

describe('the hint', () => {
  it('is about the op that fails', () => {
    expect(hintOf('elementwise', 'negate', 'vjp', disagree)).toBe(
      'Hint 1 of 4: If a grows, which way does −a go? (More are in exercises/elementwise/README.md.)',
    );
    expect(hintOf('exponential', 'sqrt', 'vjp', disagree)).toMatch(/^Hint 1 of \d: √x is x to the power ½/);
  });

  it('is about the shape where that is wrong, and about second order, memory and the like where these are', () => {
    expect(hintOf('shape', 'broadcast_to', 'form', malformed)).toMatch(
      /^Hint 1 of \d: An adjoint has exactly/,
    );
    expect(hintOf('elementwise', 'add', 'second', disagree)).toMatch(
      /^Hint 1 of \d: The value of the gradient is right; its own gradient is not/,
    );
    expect(hintOf('elementwise', 'maximum', 'ties', disagree)).toMatch(/^Hint 1 of \d: Where entries tie/);
    expect(hintOf('elementwise', 'add', 'memory', malformed)).toMatch(/one array/);
    expect(hintOf('elementwise', 'add', 'pure', disagree)).toMatch(
      /^Hint 1 of \d: Something that belongs to others/,
    );
    expect(hintOf('backward', 'backward', 'deep', crashed)).toMatch(/^Hint 1 of \d: Recursion overflows/);
    expect(hintOf('backward', 'backward', 'linear-time', disagree)).toMatch(/^Hint 1 of \d: Mark a node/);
    expect(hintOf('realize', 'realize', 'deep', crashed)).toMatch(/^Hint 1 of \d: Recursion overflows/);
  });

  it('never speaks of another op', () => {
    for (let earlier = 0; earlier < 9; earlier++) {
      expect(hintOf('elementwise', 'add', 'vjp', disagree, earlier)).not.toMatch(/divide|relu/);
      expect(hintOf('stable', 'logsumexp', 'form', malformed, earlier)).not.toMatch(/logsoftmax|∂pᵢ/);
    }
  });

  it('goes on with every failure, stays with the last, and says how to see the next', () => {
    expect(hintOf('matmul', 'matmul', 'vjp', disagree, 0)).toMatch(
      /^Hint 1 of 3: .*\(The next is shown when this fails in the same way again; more are in .*\)$/,
    );
    expect(hintOf('matmul', 'matmul', 'vjp', disagree, 1)).toMatch(/^Hint 2 of 3: /);
    expect(hintOf('matmul', 'matmul', 'vjp', disagree, 2)).toMatch(/^Hint 3 of 3: .*\(More are in [^;]*\)$/);
    expect(hintOf('matmul', 'matmul', 'vjp', disagree, 7)).toMatch(/^Hint 3 of 3: /);
  });

  it('of a known mistake comes first, and the ladder follows when it did not help', () => {
    const misconception = misconceptions.find(({ name }) => name === 'negate-keeps-the-sign');
    const part = { name: 'negate' } as PartResult['part'];
    const stuck = { part, broken: broken('vjp', disagree), misconception };
    const first = 'This looks like a known mistake, negate-keeps-the-sign. ';
    expect(hintParagraph(exercise('elementwise'), { ...stuck, earlier: 0 })).toMatch(
      new RegExp(`^${first}.*\\nHint: If a grows, which way does −a go\\?$`),
    );
    const later = hintParagraph(exercise('elementwise'), { ...stuck, earlier: 1 });
    expect(later).toMatch(/\nHint 1 of 3: .*$/);
    expect(later.split('which way does −a go')).toHaveLength(2);
  });
});

describe('how often a part failed', () => {
  const topic = topicOf(broken('vjp', disagree));

  it('is counted while it fails in the same way, and from the beginning in another or after it passed', () => {
    const folder = folderWith({});
    const run = (ask: (rungs: SavedRungs) => unknown) => {
      const rungs = new SavedRungs(folder, 'mine');
      const answer = ask(rungs);
      rungs.save();
      return answer;
    };
    expect(run((rungs) => rungs.earlier('elementwise', 'add', topic))).toBe(0);
    expect(run((rungs) => rungs.earlier('elementwise', 'add', topic))).toBe(1);
    expect(run((rungs) => rungs.earlier('elementwise', 'negate', topic))).toBe(0);
    expect(run((rungs) => rungs.earlier('elementwise', 'add', topic))).toBe(2);
    expect(run((rungs) => rungs.earlier('elementwise', 'add', 'shape'))).toBe(0);
    expect(run((rungs) => rungs.earlier('elementwise', 'add', topic))).toBe(0);
    run((rungs) => rungs.passed('elementwise', 'add'));
    expect(run((rungs) => rungs.earlier('elementwise', 'add', topic))).toBe(0);
    expect(new SavedRungs(folder, 'other').earlier('elementwise', 'add', topic)).toBe(0);
  });

  it('is forgotten where the record is broken, and not written where it is a link', () => {
    const folder = folderWith({
      'hints.json': '{"failed":{"a":7,"b":{"topic":1}},',
      'other.json': 'untouched',
    });
    expect(new SavedRungs(folder, '.').earlier('elementwise', 'add', topic)).toBe(0);
    mkdirSync(join(folder, 'kept'));
    symlinkSync(join(folder, 'other.json'), join(folder, 'kept/hints.json'));
    const rungs = new SavedRungs(join(folder, 'kept'), '.');
    rungs.earlier('elementwise', 'add', topic);
    rungs.save();
    expect(readFileSync(join(folder, 'other.json'), 'utf8')).toBe('untouched');
  });
});

describe('a learner who grades again', () => {
  it('reads the next hint, and a report always the same', async () => {
    const wrong = altered(
      'matmul',
      ['outGrad, transpose(b)', 'outGrad, engine.multiply(transpose(b), transpose(b))'],
      ['import {', "import * as engine from 'backproof/engine';\nimport {"],
    );
    const submission = folderWith({ 'matmul/matmul.ts': wrong });
    const message = async (kept: boolean) => {
      const rungs = new SavedRungs(submission, submission);
      const how = { only: ['matmul'], runs: 8, replayFolder: join(submission, '.backproof') };
      const bundler = sharedBundler();
      const { exercises } = await grade({ submission, ...how, bundler, ...(kept && { rungs }) });
      rungs.save();
      return exercises[0]?.message;
    };
    const reported = await message(false);
    expect(await message(true)).toContain('Hint 1 of 3: ');
    expect(await message(true)).toContain('Hint 2 of 3: ');
    expect(await message(false)).toBe(reported);
    writeFileSync(join(submission, 'matmul/matmul.ts'), solutionOf('matmul'));
    expect(await message(true)).toBe('');
    writeFileSync(join(submission, 'matmul/matmul.ts'), wrong);
    expect(await message(true)).toContain('Hint 1 of 3: ');
  });
});
