/** A rule whose state leaks from case to case is shown as that, with the case before; and a replay that decides nothing passes nothing. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/case/case.js';
import { run } from '../../src/cli/main.js';
import { grade } from '../../src/grader/grade.js';
import { replay } from '../../src/grader/replay.js';
import { parseReplay, type Replay, saveReplay } from '../../src/grader/replay-file.js';
import { altered, folderWith, sharedBundler, solutionOf } from './submit.js';

const right = 'return [matmul(outGrad, transpose(b)), matmul(transpose(a), outGrad)];';

async function graded(source: string) {
  const submission = folderWith({ 'matmul/matmul.ts': source });
  const how = { only: ['matmul'], runs: 10, replayFolder: submission, bundler: sharedBundler() };
  const { exercises } = await grade({ submission, ...how });
  const file = join(submission, 'matmul.json');
  return { message: exercises[0]?.message ?? '', file, submission };
}

const replayed = async (file: string) =>
  replay(
    parseReplay(readFileSync(file, 'utf8'), file) as Replay,
    mkdtempSync(join(file.replace(/[^/]*$/, ''), 'bundle-')),
  );

describe('a rule that keeps a buffer from the first case of a shape', () => {
  const source = `${altered('matmul', [
    right,
    'const kept = (buffers[[b.dtype, ...b.shape].join()] ??= transpose(b)); return [matmul(outGrad, kept), matmul(transpose(a), outGrad)];',
  ])}\nconst buffers: Record<string, Tensor> = {};\n`;

  it('is said to depend on the case before, which is replayed first', async () => {
    const { message, file } = await graded(source);
    expect(message).toMatch(
      /In a fresh process this case passes: the answer depends on what ran before it\. It fails right after this one:\n\n\{ a:f(32|64)/,
    );
    expect(JSON.parse(readFileSync(file, 'utf8')).before).toHaveLength(1);
    const again = await replayed(file);
    expect(again.state).toBe('broken');
    expect(again.text).toContain('It fails right after this one:');
  });
});

describe('a rule that goes wrong with its 60th call', () => {
  const source = `${altered('matmul', [
    right,
    'called++; return [called > 60 ? outGrad.constructor && matmul(outGrad, transpose(matmul(b, matmul(transpose(b), b)))) : matmul(outGrad, transpose(b)), matmul(transpose(a), outGrad)];',
  ])}\nlet called = 0;\n`;

  it('is said to depend on what ran before, with how many cases that were', async () => {
    const { message, file } = await graded(source);
    expect(message).toMatch(
      /In a fresh process this case passes: the answer depends on what ran before it\. No single case before it is enough; \d+ cases had run in the same process\./,
    );
    const again = await replayed(file);
    expect(again.state).toBe('undecided');
    expect(again.text).toMatch(/^matmul: It passes now, which proves nothing\. /);
  });
});

describe('a walk that goes wrong on long chains, but for the first in a process', () => {
  const source = `${altered('backward', [
    'const adjoints = new Map(seeds);',
    'const adjoints = new Map(earlier++ > 0 && order.length > 90 ? [] : seeds);',
  ])}\nlet earlier = 0;\n`;

  it('is found by a probe, told to depend on the case before, and replayed after it', async () => {
    const submission = folderWith({ 'backward/backward.ts': source });
    const options = { submission, only: ['backward.deep'], runs: 10, replayFolder: submission };
    const { exercises } = await grade(options);
    expect(exercises[0]?.message).toContain('the answer depends on what ran before it. It fails right after');
    const again = await replayed(join(submission, 'backward.json'));
    expect(again.state).toBe('broken');
    expect(again.text).toContain('It fails right after this one:');
  });
});

describe('a replay of a case that cannot be decided', () => {
  const tensor = { dtype: 'float64', shape: [1, 1], data: [Number.NaN] } as const;
  const type = { dtype: 'float64', shape: [1, 1] } as const;
  const testCase: Case = {
    program: { inputs: [type, type], steps: [{ op: 'matmul', args: [0, 1] }], outputs: [2] },
    inputs: [tensor, tensor],
    cotangents: [[{ ...type, data: [1] }]],
    mode: 'eager',
    order: 1,
    directions: [],
  };

  async function backproof(...args: readonly string[]) {
    const out: string[] = [];
    const print = { log: (text: string) => out.push(text), error: (text: string) => out.push(text) };
    return { code: await run(args, print), out: out.join('\n') };
  }

  it('of a submission exits with 2, and says so', async () => {
    const submission = folderWith({ 'matmul/matmul.ts': solutionOf('matmul') });
    const { exercise } = { exercise: (await import('../../src/grader/exercises.js')).findExercise('matmul') };
    const file = saveReplay({ exercise: exercise as never, submission, testCase }, submission, 'matmul');
    const { code, out } = await backproof('replay', file);
    expect(code).toBe(2);
    expect(out).toContain('matmul: this case has no verdict: cannot be decided');
    expect(out).not.toContain('✓');
  });

  it('of an adapter exits with 2, and says so', async () => {
    const folder = folderWith({});
    const { encodeCase } = await import('../../src/case/json.js');
    const negation = {
      ...testCase,
      program: { inputs: [type], steps: [{ op: 'negate', args: [0] } as const], outputs: [1] },
      inputs: [tensor],
    };
    writeFileSync(join(folder, 'case.json'), JSON.stringify(encodeCase(negation)));
    const adapter = [process.execPath, resolve('spec/fixtures/broken-adapters/adapters.mjs'), 'right'];
    const { code, out } = await backproof('replay', join(folder, 'case.json'), '--', ...adapter);
    expect(code).toBe(2);
    expect(out).toContain('This case is undecided, which does not prove that it is right.');
    expect(out).not.toContain('✓');
  });
});
