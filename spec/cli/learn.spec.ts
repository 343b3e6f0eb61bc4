/**
 * `backproof learn` in a real terminal: a learner solves, takes hints, resets, skips, and finishes; the screens are the
 * transcript. With LEARN_CAST=FILE, what the first learner saw is written there, for `asciinema play FILE`.
 */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Runs what follows in a terminal of its own: keys go in, and what it shows comes out. */
const terminal = `
import os, pty, sys
status = pty.spawn(sys.argv[1:])
sys.exit(os.waitstatus_to_exitcode(status))
`;
const python = spawnSync('python3', ['-c', 'import pty, sys; print(sys.executable)'], { encoding: 'utf8' });
const bin = resolve('bin/backproof.js');
const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
const environment = { ...rest, TERM: 'xterm', NO_COLOR: '1' };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'learn-'));
  for (const chapter of ['elementwise', 'matmul'])
    cpSync(join('dist/stubs', chapter), join(folder, 'exercises', chapter), { recursive: true });
  cpSync('exercises/elementwise/README.md', join(folder, 'exercises/elementwise/README.md'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const elementwise = () => join(folder, 'exercises/elementwise/elementwise.ts');

/** Puts this in the place of what the stub of a rule throws. */
function write(owner: string, body: string): void {
  const source = readFileSync(elementwise(), 'utf8');
  const changed = source.replace(`throw new NotImplemented('${owner}.gradient');`, () => body);
  expect(changed).not.toBe(source);
  writeFileSync(elementwise(), changed);
}

/** What a terminal showed, as asciicast v2: https://docs.asciinema.org/manual/asciicast/v2/ */
const castOf = (pieces: readonly Piece[]): string =>
  [
    { version: 2, width: 80, height: 24, title: 'backproof learn' },
    ...pieces.map(({ seconds, text }) => [seconds, 'o', text]),
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');

interface Piece {
  readonly seconds: number;
  readonly text: string;
}

class Learner {
  private text = '';
  readonly pieces: Piece[] = [];
  private readonly begun = performance.now();
  private readonly child: ChildProcessWithoutNullStreams;
  readonly exit: Promise<number | null>;

  constructor(...args: readonly string[]) {
    this.child = spawn(python.stdout.trim(), ['-c', terminal, process.execPath, bin, 'learn', ...args], {
      cwd: folder,
      env: environment,
    });
    this.exit = new Promise((done) => this.child.on('close', done));
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.text += text;
      this.pieces.push({ seconds: (performance.now() - this.begun) / 1000, text });
    });
  }

  press(keys: string): void {
    this.child.stdin.write(keys);
  }

  /** What the terminal shows once this is on it. */
  async sees(what: string | RegExp): Promise<string> {
    for (let look = 0; look < 1_000; look++) {
      const screen = this.screen();
      if (typeof what === 'string' ? screen.includes(what) : what.test(screen)) return screen;
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new Error(`The screen never showed ${what}, but\n${this.screen()}`);
  }

  private screen(): string {
    return this.text.split('\u001b[2J\u001b[3J\u001b[H').at(-1)?.replaceAll('\r\n', '\n') ?? '';
  }
}

const down = '\u001b[B';

const progress = () => JSON.parse(readFileSync(join(folder, '.backproof/learn.json'), 'utf8'));

describe.skipIf(python.status !== 0)('backproof learn in a terminal', { timeout: 60_000 }, () => {
  it('takes a learner from the first stub to the second, with hints, a mistake, a reset and a skip', async () => {
    const learner = new Learner();
    const first = await learner.sees('still to be written');
    expect(first).toContain(
      'elementwise.add                                                1 of 16 · 1 point',
    );
    expect(first).toContain('exercises/elementwise/elementwise.ts:21\n');
    expect(first).toContain('read first: exercises/elementwise/README.md:8 (The mathematics)');
    expect(first).toMatch(
      /^\[·+\] 0\/16 solved\nh hint {2}n next {2}l list {2}r reset {2}c check all {2}o picture {2}q quit$/m,
    );

    expect(first).toContain('It is checked whenever you save the file.');
    learner.press('r');
    await learner.sees('This is the stub: there is nothing to put back.');

    learner.press('h');
    const hint = await learner.sees('Hint 1');
    expect(hint).toContain('Hint 1: If a grows by 1, by how much does a + b grow?');
    expect(hint).not.toContain('there is nothing to put back');
    learner.press('hhhh');
    expect(await learner.sees('Hint 5')).toContain('Hint 5: Almost the line: return […, …];');

    write('EWiseAdd', 'return [outGrad, mulScalar(outGrad, 2)];');
    const wrong = await learner.sees('✗ wrong');
    expect(wrong).toMatch(/^elementwise\.add .*\n.*\n\n✗ wrong: exercises.elementwise.elementwise\.ts:\d+\n/);
    expect(wrong).toContain('b̄ should be    b̄ came out as\n 2             [4]\n');
    expect(wrong.split('\n').length).toBeLessThanOrEqual(24);
    learner.press(down);
    const rest = await learner.sees('ā is right.');
    expect(rest).toContain('  b̄[0] = Δ·∂c/∂b[0]\n       = 2·1\n       = 2, but 4 came');

    learner.press('r');
    await learner.sees('Put the stub of elementwise.add back? A copy is kept. (y/n)');
    learner.press('y');
    await learner.sees('What was there is kept in .backproof/kept/elementwise.1.ts.');
    expect(readFileSync(join(folder, '.backproof/kept/elementwise.1.ts'), 'utf8')).toContain(
      'mulScalar(outGrad, 2)',
    );
    expect(readFileSync(elementwise(), 'utf8')).toBe(
      readFileSync('dist/stubs/elementwise/elementwise.ts', 'utf8'),
    );

    write('EWiseAdd', 'const both = outGrad;\n    return [both, mulScalar(both, 1)];');
    const right = await learner.sees('✓ right');
    expect(right).toMatch(/^Yours +The solution$/m);
    expect(right).toContain('Why: ');
    expect(right).not.toContain('Hint');
    expect(right).toMatch(/\] 1\/16 solved$/m);
    learner.press('n');
    await learner.sees(/^elementwise\.add_scalar +2 of 16/m);
    learner.press('n');
    await learner.sees(/^elementwise\.subtract +3 of 16/m);

    learner.press('l');
    await learner.sees('Go to:');
    learner.press('negat');
    expect(await learner.sees('Go to: negat▏')).toContain('›   elementwise.negate');
    learner.press('\r');
    await learner.sees(/^elementwise\.negate +8 of 16/m);

    // Whatever is written is checked, wherever one is.
    write('AddScalar', 'return [outGrad];');
    await learner.sees(/^elementwise\.add_scalar[\s\S]*✓ right/m);
    learner.press('q');
    expect(await learner.exit).toBe(0);
    const cast = castOf(learner.pieces);
    const [header, ...events] = cast
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(header).toMatchObject({ version: 2, width: 80, height: 24 });
    expect(events.map(([, , text]) => text).join('')).toBe(learner.pieces.map(({ text }) => text).join(''));
    if (process.env.LEARN_CAST) writeFileSync(process.env.LEARN_CAST, cast);
    expect(progress()).toMatchObject({
      current: 'elementwise.add_scalar',
      exercises: {
        'elementwise.add': { solved: true, hints: 5 },
        'elementwise.add_scalar': { solved: true },
      },
    });
  });

  it('goes on where it was left, checks on a key alone if told so, and ends at Ctrl-C', async () => {
    const learner = new Learner('--manual');
    await learner.sees(/^elementwise\.add_scalar[\s\S]*✓ right/m);
    learner.press('n');
    const second = await learner.sees('The space bar checks it.');
    expect(second).toContain('space check  h hint');
    expect(second).toMatch(/^subtract: y = a − b$/m);
    write('EWiseSub', 'return [outGrad, outGrad];');
    learner.press(' ');
    await learner.sees('✗ wrong');
    learner.press(down);
    await learner.sees('This is a known mistake, subtract-');
    learner.press('\u0003');
    expect(await learner.exit).toBe(130);
  });

  it('says when all is solved', async () => {
    cpSync('solutions/matmul', join(folder, 'all/matmul'), { recursive: true });
    const learner = new Learner('--in', 'all');
    await learner.sees('✓ right');
    learner.press('c');
    await learner.sees(/✓ matmul +4\/4/);
    learner.press('n');
    await learner.sees('All 4 exercises are solved.');
    learner.press('q');
    expect(await learner.exit).toBe(0);
  });
});

it('without a terminal checks one exercise, prints, and says by its exit code whether it is right', () => {
  const { stdout, status } = spawnSync(process.execPath, [bin, 'learn', 'matmul'], {
    cwd: folder,
    encoding: 'utf8',
    env: environment,
  });
  expect(stdout).toContain('matmul.left-adjoint');
  expect(stdout).toContain('still to be written: exercises/matmul/matmul.ts:');
  expect(stdout).toContain('The same command checks it again.');
  expect(status).toBe(1);
});
