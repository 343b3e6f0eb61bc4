/** Chapters: several exercises in one file, and what they may ask for. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { targetOf } from '../../src/cli/grade-target.js';
import { run } from '../../src/cli/main.js';
import { courseIn, courseOf } from '../../src/grader/course.js';
import { chapterOf, type Exercise } from '../../src/grader/exercises.js';
import { grade } from '../../src/grader/grade.js';
import { drawn } from '../../src/grader/matrix.js';
import { assignmentOf } from '../../src/grader/own/assign.js';
import { checkExercises } from '../../src/grader/own/check.js';
import { codeHandedOut } from '../../src/grader/own/handed-out.js';
import { loadFolder } from '../../src/grader/own/load.js';
import { project } from '../../src/grader/own/project.js';
import { defaultLimits } from '../../src/grader/sandbox.js';
import { folderWith, sharedBundler, solutionOf } from './submit.js';

const firstIn = (folder: string): Exercise => {
  const [first] = loadFolder(folder);
  if (first === undefined) throw new Error(`${folder} is empty`);
  return first;
};

/** A chapter of everything that may be asked for. */
const pieces = {
  'README.md': `# Pieces
### both
<details><summary>Hint 1</summary>Two values.</details>
### slope
<details><summary>Hint 1</summary>A sum.</details>
<details><summary>Hint 2</summary>And a product.</details>
### rule
`,
  'exercise.ts': `import { add, Function, multiply, summation } from 'backproof/engine';
export function both(x, y) {
  // BEGIN SOLUTION: return the sum and the product
  return [add(x, y), multiply(x, y)];
  // END SOLUTION
}
class Rule extends Function {
  static forward(ctx, x) {
    ctx.saveForBackward(x);
    return multiply(x, x);
  }
  static backward(ctx, outGrad) {
    const [x] = ctx.savedTensors;
    // BEGIN SOLUTION: return the adjoint
    return multiply(outGrad, add(x, x));
    // END SOLUTION
  }
}
export const rule = (x) => Rule.apply(x);
export const slope = (outGrad, x, y) => {
  // BEGIN SOLUTION: return both adjoints
  return [multiply(outGrad, y), multiply(outGrad, x)];
  // END SOLUTION
};
`,
  'definition.ts': `import { add, multiply } from 'backproof/engine';
const xy = { inputs: { x: { shape: ['n'] }, y: { shape: ['n'] } } };
export default {
  title: 'Pieces',
  exercises: {
    both: {
      points: 1,
      order: 0,
      ...xy,
      definition: (x, y) => [add(x, y), multiply(x, y)],
      misconceptions: { 'sum-twice': { says: 'No product.', hint: '?', returns: (x, y) => [add(x, y), add(x, y)] } },
    },
    slope: {
      points: 2,
      answer: 'vjp',
      ...xy,
      definition: 'x * y',
      misconceptions: {
        'own-factor': {
          says: 'Each gets itself.',
          hint: '?',
          gradient: ({ outGrad }, x, y) => [multiply(outGrad, x), multiply(outGrad, y)],
        },
      },
    },
    rule: {
      points: 3,
      inputs: { x: { shape: ['n'] } },
      definition: (x) => multiply(x, x),
      hints: ['A square.'],
      misconceptions: {
        'forgets-the-two': { says: 'x, not 2x.', hint: '?', gradient: ({ outGrad }, x) => multiply(outGrad, x) },
      },
    },
  },
};
`,
};

function chapterWith(change: (text: string) => string = (text) => text): string {
  const folder = join(folderWith({}), 'pieces');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(pieces)) writeFileSync(join(folder, name), change(text));
  return folder;
}

describe('a chapter', () => {
  it('has an exercise for each entry, which is checked by itself', async () => {
    const checked = await checkExercises(loadFolder(chapterWith()), { runs: 6 });
    expect(checked.flatMap(({ findings }) => findings.filter(({ holds }) => !holds))).toEqual([]);
    expect(
      checked.map(({ exercise: { id, title, points, hints } }) => [id, title, points, hints.length]),
    ).toEqual([
      ['pieces.both', 'Both', 1, 1],
      ['pieces.slope', 'Slope', 2, 2],
      ['pieces.rule', 'Rule', 3, 1],
    ]);
  });

  it('names a wrong vjp that computes the output again, which is no node of that rule', async () => {
    const wrong = '[multiply(outGrad, output), multiply(outGrad, output)]';
    const folder = chapterWith((text) =>
      text
        .replace('({ outGrad }, x, y)', '({ outGrad, output }, x, y)')
        .replace('[multiply(outGrad, x), multiply(outGrad, y)]', wrong),
    );
    const slope = loadFolder(folder).filter(({ id }) => id === 'pieces.slope');
    const [checked] = await checkExercises(slope, { runs: 6 });
    expect(checked?.findings.at(-1)).toEqual({
      what: 'own-factor',
      says: 'it is caught and named',
      holds: true,
    });
  });

  it('asks for the adjoints of some inputs alone, while the others are constants', async () => {
    const folder = chapterWith((text) =>
      text
        .replace("answer: 'vjp',", "answer: 'vjp', by: ['y'],")
        .replace('return [multiply(outGrad, y), multiply(outGrad, x)]', 'return multiply(outGrad, x)')
        .replace('[multiply(outGrad, x), multiply(outGrad, y)]', 'multiply(outGrad, y)'),
    );
    const asked = loadFolder(folder).filter(({ id }) => id === 'pieces.slope');
    const [checked] = await checkExercises(asked, { runs: 6 });
    expect(checked?.findings.filter(({ holds }) => !holds)).toEqual([]);
    const { solution } = project(firstIn(folder));
    const submission = folderWith({
      'pieces/pieces.ts': solution.replace(
        'return multiply(outGrad, x)',
        'return [outGrad, multiply(outGrad, x)]',
      ),
    });
    const assignment = {
      name: 'slope',
      title: 'Slope',
      exercises: asked.map((exercise) => ({ ...exercise, hidden: [], credit: 'parts' as const })),
    };
    const { exercises } = await grade({ submission, assignment, bundler: sharedBundler(), runs: 6 });
    expect(exercises[0]?.message).toContain('slope must return an adjoint, of y, but returned a list of 2');
  });

  it('has one stub, in which each TODO names its function', () => {
    const { stub } = project(firstIn(chapterWith()));
    expect([...stub.matchAll(/NotImplemented\('(\w+)'\)/g)].map(([, name]) => name)).toEqual([
      'both',
      'rule',
      'slope',
    ]);
  });

  it('loses only the exercise whose function is wrong or gone', async () => {
    const folder = chapterWith();
    const { solution } = project(firstIn(folder));
    const submission = folderWith({
      'pieces/pieces.ts': solution.replace('add(x, x)', 'x').replace('export function both', 'function both'),
    });
    const said: string[] = [];
    const note = (text: string) => void said.push(text);
    await run(['grade', submission, '--exercise', folder, '--no-save', '--runs', '6'], {
      log: note,
      error: note,
    });
    const text = said.join('\n');
    expect(text).toMatch(/^pieces\.both +0 \/ 1 +✗ failed$/m);
    expect(text).toMatch(/^pieces\.slope +2 \/ 2 +✓ passed$/m);
    expect(text).toMatch(/^pieces\.rule +0 \/ 3 +✗ failed$/m);
    expect(text).toContain(
      'This law is broken: the value equals the reference.\nthe file exports no both; keep the names of the stub',
    );
    expect(text).toContain('This looks like a known mistake, forgets-the-two.');
    expect(text).toMatch(/pieces\.rule +0 \/ 3 +✗ failed +.*pieces\.ts:10$/m);
  });

  it('loses only the exercise whose function never ends, although all of them run in one process', async () => {
    const folder = chapterWith();
    const { solution } = project(firstIn(folder));
    const submission = folderWith({
      'pieces/pieces.ts': solution.replace('return [add(x, y), multiply(x, y)];', 'for (;;);'),
    });
    const { exercises } = await grade({
      submission,
      assignment: assignmentOf([folder]),
      runs: 6,
      limits: { ...defaultLimits, runMilliseconds: 1_000 },
      saveNothing: true,
      bundler: sharedBundler(),
    });
    expect(exercises.map(({ status }) => status)).toEqual(['timeout', 'passed', 'passed']);
  });

  it('is told in full of the first function that is still to be written', async () => {
    const folder = chapterWith();
    const submission = folderWith({ 'pieces/pieces.ts': project(firstIn(folder)).stub });
    const said: string[] = [];
    const note = (text: string) => void said.push(text);
    await run(['grade', submission, '--exercise', folder, '--no-save'], { log: note, error: note });
    expect(said.join('\n')).toContain('── pieces.both ─');
    expect(said.join('\n')).not.toContain('── pieces.slope ─');
  });

  it('is handed out without any of its wrong rules', () => {
    const code = codeHandedOut(firstIn(chapterWith()));
    expect(code.match(/misconceptions: \{\}/g)).toHaveLength(3);
    expect(code).not.toContain('sum-twice');
  });

  it.each([
    ["answer: 'vjp'", "answer: 'vjp', order: 0", '$.exercises.slope.order: leave it out'],
    [
      'definition: (x) => multiply(x, x),',
      "by: ['x'], definition: (x) => multiply(x, x),",
      "$.exercises.rule.by: only `answer: 'vjp'`",
    ],
    [
      'order: 0',
      'order: 1',
      '$.exercises.both.misconceptions.sum-twice: a mistake in such an answer is written as',
    ],
    ['both: {', 'Both: {', '$.exercises.Both: the name of exercises looks like'],
    ["title: 'Pieces'", 'name: 1', '$.title: expected a text, got nothing'],
  ])('that makes no sense is refused with the place: %s → %s', (from, to, said) => {
    expect(() => loadFolder(chapterWith((text) => text.replace(from, to)))).toThrow(said);
  });
});

describe('a wrong Jacobian', () => {
  it('is drawn beside the right one, with the wrong entries in brackets', () => {
    const right = { isWrong: false, expected: 1, got: 1 };
    const wrong = { isWrong: true, expected: 0.5, got: -12 };
    const labels = { rows: ['y[0]', 'y[1]'], columns: ['x[0]', 'x[1]'] };
    expect(
      drawn(
        [
          [right, wrong],
          [wrong, right],
        ],
        labels,
      ),
    ).toBe(
      [
        'expected           got',
        '     x[0]  x[1]         x[0]  x[1]',
        'y[0]    1  [0.5]   y[0]    1  [-12]',
        'y[1] [0.5]    1    y[1] [-12]    1',
      ].join('\n'),
    );
  });

  it('is named although one of its rows would not show which mistake it is', async () => {
    const wrong = solutionOf('jacobian').replace('(row % m === column ? 1 : 0)', '(row === column ? 1 : 0)');
    const submission = folderWith({ 'jacobian/jacobian.ts': wrong });
    const { exercises } = await grade({
      submission,
      assignment: courseOf(['jacobian']),
      only: ['jacobian.by-b'],
      saveNothing: true,
      bundler: sharedBundler(),
    });
    expect(exercises.map(({ misconception }) => misconception)).toEqual(['forgets-that-b-is-repeated']);
    expect(exercises[0]?.message).toMatch(/\nexpected +got\n.*\n.*\[1\].*\[0\]/s);
    expect(exercises[0]?.message).not.toContain('Δ =');
    expect(exercises[0]?.message).toContain('The Jacobian of f by b, entry');
    expect(exercises[0]?.message).toMatch(/^x = .*\nw = .*\nb = /m);
  });
});

describe('an exercise to be graded', () => {
  it('may be named, or be a folder or a file', () => {
    const submission = folderWith({ 'jacobian/jacobian.ts': '', 'jacobian/helper.ts': '' });
    const known = (name: string) => name === 'jacobian';
    expect(targetOf('jacobian.by-x', known)).toEqual({ submission: 'exercises', only: 'jacobian.by-x' });
    for (const text of ['jacobian', 'jacobian/jacobian.ts'])
      expect(targetOf(join(submission, text), known).only).toBe('jacobian');
    for (const text of ['', 'jacobian/helper.ts'])
      expect(targetOf(join(submission, text), known).only).toBeUndefined();
  });

  it('is, where a learner works, each that is there, in the order of the curriculum', () => {
    const exercises = folderWith({ 'jacobian/jacobian.ts': '', 'gather/gather.ts': '' });
    expect([...new Set(courseIn(exercises).exercises.map(chapterOf))]).toEqual([
      ...['jacobian', 'elementwise', 'exponential', 'backward', 'shape', 'matmul', 'stable', 'realize'],
      'gather',
    ]);
  });

  it.each([
    ['jacobian.chian', 'jacobian has no exercise "chian". Did you mean jacobian.chain?'],
    ['jacobain', 'There is no exercise "jacobain". Did you mean jacobian?'],
    ['elementwise.negat', 'elementwise has no part "negat". Did you mean elementwise.negate?'],
  ])('is looked for among the nearest names: %s', async (name, sentence) => {
    const said: string[] = [];
    const note = (text: string) => void said.push(text);
    expect(await run(['grade', name], { log: note, error: note })).toBe(2);
    expect(said.join('\n')).toContain(sentence);
  });

  it('is that op alone of an exercise on rules', async () => {
    const submission = folderWith({});
    cpSync('solutions/elementwise', join(submission, 'elementwise'), { recursive: true });
    const said: string[] = [];
    const note = (text: string) => void said.push(text);
    const file = join(submission, 'elementwise', 'elementwise.ts');
    expect(
      await run(['grade', file, '--only', 'elementwise.negate', '--runs', '6'], { log: note, error: note }),
    ).toBe(0);
    expect(said.join('\n')).toMatch(/^elementwise +1 \/ 1 +✓ passed$/m);
  });
});
