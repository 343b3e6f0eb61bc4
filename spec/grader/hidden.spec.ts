/** What is told of hidden parts, where, and how they can be seen again. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import { loadAssignment } from '../../src/grader/assignment/load.js';
import { fingerprint } from '../../src/grader/class/grading.js';
import { grade as gradeFolder } from '../../src/grader/grade.js';
import { reportNames, reports } from '../../src/grader/reports/index.js';
import { altered, folderWith } from './submit.js';

const hiddenSecret = '00112233445566778899aabbccddeeff';
const home = process.cwd();

beforeEach(() => {
  const exercises = [{ id: 'matmul', points: 9, hidden: true }];
  const assignment = { version: 1, name: 'hw', title: 'Homework', hiddenSecret, exercises };
  const folder = folderWith({
    'hw.json': JSON.stringify(assignment),
    'ada/matmul/matmul.ts': altered('matmul', [
      'matmul(outGrad, transpose(b))',
      'matmul(node, transpose(b))',
    ]),
    'bea/matmul/matmul.ts': altered('matmul', [
      'return [matmul(outGrad, transpose(b)), matmul(transpose(a), outGrad)];',
      'return [matmul(transpose(a), outGrad), matmul(outGrad, transpose(b))];',
    ]),
  });
  process.chdir(folder);
});
afterEach(() => process.chdir(home));

async function grade(...args: readonly string[]) {
  const out: string[] = [];
  const print = (text: string) => out.push(text);
  const code = await run(['grade', 'ada', '--assignment', 'hw.json', '--runs', '5', ...args], {
    log: print,
    error: print,
  });
  return { code, out: out.join('\n') };
}

const again =
  'npx backproof grade ada --assignment hw.json --only matmul.left-adjoint --seed 1 --runs 5 --kinks relu=0 --reveal';

describe('hidden parts', () => {
  it('are told of on standard output alone where that is asked for', async () => {
    const files = ['--format', 'gradescope', '--out', 'results.json', '--json', 'grade.json'];
    const { code, out } = await grade('--reveal-on-stdout', '--kinks', 'relu=0', ...files);
    expect(code).toBe(1);
    expect(out).toContain('This law is broken: ');
    expect(out).toContain(`Run this case again: ${again}`);
    const written = ['results.json', 'grade.json'].map((file) => readFileSync(file, 'utf8')).join('\n');
    expect(written).not.toMatch(/broken|reveal|expected/);
    expect((await grade()).out).not.toMatch(/broken|expected/);
    expect((await grade('--reveal', '--reveal-on-stdout')).code).toBe(2);
    expect((await grade('--reveal-on-stdout', '--out', 'class')).code).toBe(2);
  });

  it('have the name of a known mistake in every format where the assignment says so, and nothing of its case', async () => {
    const assignment = JSON.parse(readFileSync('hw.json', 'utf8'));
    writeFileSync('hw.json', JSON.stringify({ ...assignment, nameHiddenMistakes: true }));
    const graded = await gradeFolder({ submission: 'bea', assignment: loadAssignment('hw.json'), runs: 5 });
    const [{ hiddenMistakes = [], ...told } = { message: '' }] = graded.exercises;
    expect(hiddenMistakes).toEqual(['matmul-swaps-the-adjoints']);
    expect(told.message).toContain(hiddenMistakes[0]);
    for (const name of reportNames.filter((each) => !['classroom50', 'canvas', 'nbgrader'].includes(each))) {
      const report = reports[name];
      const text = report?.text(graded) ?? '';
      const read = name === 'github' ? Buffer.from(text, 'base64').toString() : text;
      expect(read).toContain(hiddenMistakes[0]);
      expect(read).not.toMatch(/broken|expected|got |f64|Δ/);
    }
    expect(reports.exercism?.beside?.text(graded)).toContain(`backproof.matmul.${hiddenMistakes[0]}`);
  });

  it('are saved with --reveal, and where that fails the command that draws them again is whole', async () => {
    const saved = await grade('--reveal');
    expect(saved.out).toContain('npx backproof replay .backproof/matmul.json');
    rmSync('.backproof', { recursive: true });
    mkdirSync('elsewhere');
    symlinkSync('elsewhere', '.backproof');
    const { out } = await grade('--reveal', '--kinks', 'relu=0');
    rmSync('.backproof');
    expect(out).toContain('The counterexample could not be saved: .backproof is a link');
    expect(out).toContain(`Run this case again: ${again}`);
    expect((await grade('--reveal', '--kinks', 'relu=0')).out.split('\nRun')[0]).toBe(
      out.split('\n\nThe counterexample')[0]?.concat('\n'),
    );
  });

  it('are drawn again, in a class, with the assignment and --reveal', async () => {
    expect((await grade('--reveal', '--out', 'class')).code).toBe(0);
    const { exercises } = JSON.parse(readFileSync('class/ada.json', 'utf8'));
    expect(exercises[0].replay).toBe(
      'npx backproof grade . --assignment hw.json --only matmul.left-adjoint --seed 1 --runs 5 --reveal',
    );
  });

  it('do not depend on how the assignment is called on the command line', () => {
    const grading = { assignment: loadAssignment('hw.json'), seed: 1, runs: 5, reveal: false };
    expect(fingerprint({ ...grading, assignmentFile: 'x/hw.json' })).toBe(fingerprint(grading));
    writeFileSync('other.json', readFileSync('hw.json', 'utf8').replace('ff"', 'f0"'));
    expect(fingerprint({ ...grading, assignment: loadAssignment('other.json') })).not.toBe(
      fingerprint(grading),
    );
  });
});
