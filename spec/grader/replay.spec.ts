import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opNames } from '../../src/case/vocabulary.js';
import { grade } from '../../src/grader/grade.js';
import { replay } from '../../src/grader/replay.js';
import { parseReplay, type Replay } from '../../src/grader/replay-file.js';
import { altered, folderWith, solutionOf } from './submit.js';

const exchanged = altered('matmul', ['const [a, b] = node.inputs;', 'const [b, a] = node.inputs;']);

describe('a saved counterexample', () => {
  it('breaks the same law again, until the submission is right', async () => {
    const submission = folderWith({
      'backward/backward.ts': altered('backward', ['add(sum, part)', 'part']),
    });
    await grade({ submission, only: ['backward'], runs: 10, replayFolder: submission });
    const file = join(submission, 'backward.json');
    const saved = parseReplay(readFileSync(file, 'utf8'), file) as Replay;
    const folder = mkdtempSync(join(submission, 'bundle-'));
    const before = await replay(saved, folder);
    expect(before.state).toBe('broken');
    expect(before.text).toMatch(
      /^This law is broken: the vjp equals JᵀΔ\.\nGradient of input \w, for cotangent 0, entry/,
    );
    writeFileSync(join(submission, 'backward/backward.ts'), solutionOf('backward'));
    expect(await replay(saved, folder)).toEqual({
      state: 'holds',
      text: 'backward: every law holds on this case.',
    });
  });

  it('of a submission that no longer loads says why', async () => {
    const submission = folderWith({ 'matmul/matmul.ts': exchanged });
    await grade({ submission, only: ['matmul'], runs: 10, replayFolder: submission });
    const file = join(submission, 'matmul.json');
    const saved = parseReplay(readFileSync(file, 'utf8'), file) as Replay;
    writeFileSync(join(submission, 'matmul/matmul.ts'), 'export const nothing = 1;');
    const { state, text } = await replay(saved, mkdtempSync(join(submission, 'bundle-')));
    expect(state).toBe('broken');
    expect(text).toMatch(/matmul\.ts does not export "matmul"\. Keep the names/);
  });

  it('that is malformed is reported with every problem, with its path', () => {
    expect(parseReplay('{"exercise', 'x.json')).toMatch(/^\$: .*JSON/);
    const problems = parseReplay(
      '{"exercise":"music","case":{"program":{"inputs":[],"steps":[{"op":"jump"}],"outputs":[0]}}}',
      'x.json',
    );
    expect(String(problems).replace(opNames.join(', '), 'ALL OPS')).toMatchInlineSnapshot(`
      "$.exercise: expected the name of an exercise of the course, or of your own, whose folder --exercise names
      $.submission: expected the path of a folder
      $.case.program.steps[0].op: unknown op "jump"; known ops: ALL OPS
      $.case.inputs: expected inputs (an array), got nothing
      $.case.cotangents: expected cotangents (an array), got nothing
      $.case.mode: expected the name of a mode, such as "eager", got nothing
      $.case.order: expected 1 or 2, got nothing"
    `);
  });
});
