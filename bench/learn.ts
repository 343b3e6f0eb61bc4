/**
 * How long a learner waits: from the moment that a file is saved until its answer is on the screen, in a process that has
 * been running for a while. Medians of several saves, for a right rule and for a wrong one. `npm run bench:learn`
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Checker } from '../src/learn/checker.js';
import { lessonsIn } from '../src/learn/index.js';
import type { Lesson } from '../src/learn/lessons.js';
import { ProgressFile } from '../src/learn/progress-file.js';
import { spansOf } from '../src/learn/rule-text.js';
import { Session } from '../src/learn/session.js';
import { Watcher } from '../src/learn/watch.js';
import { en } from '../src/texts/index.js';

const saves = 5;
const asked = process.argv.slice(2);
const names =
  asked.length > 0
    ? asked
    : [
        'jacobian.by-x',
        'elementwise.negate',
        'elementwise.maximum',
        'exponential.power',
        'shape.broadcast_to',
        'matmul.left-adjoint',
        'stable.softmax',
        'backward.chain',
        'realize.chain',
      ];

const folder = mkdtempSync(join(tmpdir(), 'bench-learn-'));
const submission = join(folder, 'exercises');
cpSync('solutions', submission, { recursive: true });
const { assignment, lessons } = lessonsIn(submission);

let screen = '';
let onDrawn = () => {};
const keptIn = join(folder, '.backproof');
const checker = new Checker(submission, assignment, keptIn);
const session = new Session({
  ...{ lessons, checker, keptIn, manual: false, texts: en },
  progress: new ProgressFile(keptIn),
  display: {
    style: () => ({ columns: 80, texts: en, paint: (_, text) => text, link: (place) => place }),
    rows: () => 40,
    draw(lines) {
      screen = lines.join('\n');
      onDrawn();
    },
  },
  typeErrors: async () => undefined,
  openPicture: async () => '',
});
const files = [...new Set(lessons.map(({ file }) => file))];
const watcher = new Watcher(files, (saved) => void session.saved(saved));

/** The answers, and not that it is still being looked for. */
const isAnswer = () => /^(✓|✗)/m.test(screen) && !screen.includes('checking');

async function wait(lesson: Lesson, source: string): Promise<number> {
  screen = '';
  const drawn = new Promise<void>((done) => {
    onDrawn = () => isAnswer() && done();
  });
  const begun = performance.now();
  writeFileSync(lesson.file, source);
  await drawn;
  return performance.now() - begun;
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;

/** The inputs in the place of their adjoints; for functions, an exception. */
function wrong(source: string, lesson: Lesson): string {
  const [span] = spansOf(source, lesson);
  if (span === undefined) throw new Error(`${lesson.id} has no code in its solution`);
  const code = source.slice(span.start, span.end);
  const body =
    lesson.exercise.kind === 'rules' ? '{ return node.inputs as never; }' : "{ throw new Error('wrong'); }";
  const head = code
    .slice(0, code.lastIndexOf('{', code.indexOf('\n')))
    .replace(/\(\w+: Tensor\)/, '(_: Tensor, node: never)');
  return source.slice(0, span.start) + head + body + source.slice(span.end);
}

console.log('milliseconds from a save to its answer'.padEnd(40), 'right', 'wrong');
for (const name of names) {
  const lesson = lessons.find(({ id }) => id === name);
  if (lesson === undefined) throw new Error(`there is no exercise ${name}`);
  const solution = readFileSync(lesson.file, 'utf8');
  await session.goTo(lesson);
  const times: { right: number[]; wrong: number[] } = { right: [], wrong: [] };
  for (let save = 0; save < saves; save++) {
    times.wrong.push(await wait(lesson, wrong(solution, lesson)));
    times.right.push(await wait(lesson, solution));
  }
  console.log(
    name.padEnd(40),
    median(times.right).toFixed(0).padStart(5),
    median(times.wrong).toFixed(0).padStart(5),
  );
}
watcher.stop();
checker.stop();
rmSync(folder, { recursive: true });
