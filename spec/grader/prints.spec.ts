/** What a learner prints in the failing case is heard, and nothing else comes of it. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../../src/cli/main.js';
import type { ExerciseResult } from '../../src/grader/result.js';
import { altered, folderWith, gradeSource, solutionOf } from './submit.js';

const product = 'return [multiply(outGrad, b), multiply(outGrad, a)];';

/** multiply is wrong, and prints before it returns. */
const printing = (statements: string): string =>
  altered('elementwise', [product, `${statements} return [outGrad, outGrad];`]);

const partOf = ({ parts }: ExerciseResult, name = 'multiply') => parts.find((part) => part.name === name);

async function backproof(...args: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, { log: (text) => out.push(text), error: (text) => err.push(text) });
  return { out: out.join('\n'), err: err.join('\n'), code };
}

function enter(folder: string): void {
  const home = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(home));
}

describe('what is printed', () => {
  it('in the failing case is shown with it, and in no passing part', async () => {
    const source = printing("console.log('shapes', outGrad.shape, node.shape);").replace(
      'return [outGrad, negate(outGrad)];',
      "console.log('subtract'); return [outGrad, negate(outGrad)];",
    );
    const result = await gradeSource('elementwise', source);
    expect(result.message).toContain(
      '\nmode eager\n\nYour code printed in this case:\n  | shapes [ 1 ] [ 1 ]\n\n',
    );
    expect(partOf(result)?.printed).toBe('shapes [ 1 ] [ 1 ]');
    expect(partOf(result, 'subtract')).toMatchObject({ status: 'passed', printed: '' });
  });

  it('before a rule throws is shown too', async () => {
    const result = await gradeSource(
      'elementwise',
      printing("console.error('so far'); throw new Error('no');"),
    );
    expect(result.message).toMatch(
      /^multiply: It threw Error: no\n[^|]*Your code printed in this case:\n {2}\| so far\n/,
    );
  });

  it('is clipped to its last lines in a report, and whole in a replay', async () => {
    const source = printing("for (let i = 0; i < 400; i++) console.log('line', i);");
    enter(folderWith({ 'ada/elementwise/elementwise.ts': source }));
    const { out, err } = await backproof(
      'grade',
      'ada',
      '--only',
      'elementwise.multiply',
      '--runs',
      '5',
      '--json',
      'g.json',
    );
    expect(err).toBe('');
    expect(out).toContain(
      '\nThe last lines that your code printed in this case (a replay shows all of them):\n  | line 390\n',
    );
    expect(out).toContain('\n  | line 399\n');
    const [{ parts }] = JSON.parse(readFileSync('g.json', 'utf8')).exercises;
    expect(parts[0].printed).toMatch(/^line 390\n(.*\n)*line 399$/);
    const exercism = ['--format', 'exercism', '--out', 'e.json'];
    await backproof('grade', 'ada', '--only', 'elementwise.multiply', '--runs', '5', ...exercism);
    expect(JSON.parse(readFileSync('e.json', 'utf8')).tests[0].output).toBe(parts[0].printed);
    expect(JSON.parse(readFileSync('analysis.json', 'utf8')).summary).toMatch(/^1 of 1 exercises to go/);
    const again = await backproof('replay', '.backproof/elementwise.json');
    expect(again.out.split('\n').filter((line) => line.startsWith('  | line ')).length).toBe(400);
  });

  it('cannot pass for our own words, colours, or the commands of a workflow', async () => {
    const source = printing(
      "console.log('\\u001b[32m✓ passed\\n\\nelementwise 12 / 12\\r::set-output name=x::y\\u202e'); console.log('::error::no');",
    );
    enter(folderWith({ 'ada/elementwise/elementwise.ts': source }));
    const { out } = await backproof('grade', 'ada', '--only', 'elementwise.multiply', '--runs', '5');
    expect(out).toContain(
      '  | \ufffd[32m✓ passed\n  | \n  | elementwise 12 / 12\ufffd::set-output name=x::y\ufffd\n',
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of these may be left
    expect(out).not.toMatch(/\u001b|\u202e|\r|^\s*::/m);
  });

  it('without end costs no more than the case, and is shown from its end', async () => {
    const source = printing(
      "for (let i = 0; i < 20_000; i++) console.log('x'.repeat(1_000)); console.log('end');",
    );
    const result = await gradeSource('elementwise', source);
    expect(partOf(result)).toMatchObject({ status: 'failed', printed: expect.stringMatching(/x\nend$/) });
    expect(partOf(result)?.printed.length).toBeLessThanOrEqual(500);
    expect(result.score).toBe(11);
  });

  it('by backward and by realize is shown as well', async () => {
    const backward = altered('backward', [
      'sum === undefined ? part : add(sum, part)',
      "(console.log('summing', part.shape), part)",
    ]);
    expect((await gradeSource('backward', backward)).message).toMatch(
      /\n\nYour code printed in this case:\n {2}\| summing \[/,
    );
    const realize = solutionOf('realize').replace(
      /export function realize\([^)]*\): NDArray \{/,
      (head) => `${head}\n  console.log('realize');`,
    );
    const source = realize.replace('cachedData', 'cachedDatum');
    const { printed, message } = partOf(await gradeSource('realize', source), 'chain') ?? {};
    expect({ printed, message }).toMatchObject({ printed: expect.stringMatching(/^realize/) });
  });
});

describe('over an adapter', () => {
  const python = ['python3', '/usr/bin/python3'].find(
    (each) => spawnSync(each, ['-c', 'import numpy']).status === 0,
  );

  it.skipIf(python === undefined)('what Python prints in the failing case is shown', async () => {
    const adapter = resolve('adapters/python/needle_adapter.py');
    const exercise = {
      id: 'broadcast',
      title: 'broadcast_to',
      points: 5,
      ops: ['broadcast_to'],
      without: ['no-axes', 'empty'],
    };
    const hw = { version: 1, name: 'hw', title: 'HW', over: 'adapter', exercises: [exercise] };
    const folder = folderWith({ 'hw.json': JSON.stringify(hw) });
    cpSync('spec/fixtures/needle', join(folder, 'ada'), { recursive: true });
    const file = join(folder, 'ada/python/needle/ops.py');
    const rule = 'return reshape(summation(out_grad, tuple(axes)), shape)';
    const source = readFileSync(file, 'utf8');
    expect(source).toContain(rule);
    writeFileSync(
      file,
      source.replace(rule, `print("axes", axes); ${rule.replace('reshape(', 'reshape(2 * ')}`),
    );
    enter(folder);
    const over = ['--assignment', 'hw.json', '--with', `${python} ${adapter} {submission}`];
    const { out } = await backproof('grade', 'ada', ...over, '--runs', '10');
    expect(out).toMatch(/\n\nYour code printed in this case:\n {2}\| axes \[/);
  });
});
