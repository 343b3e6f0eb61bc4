import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Request } from '../../src/grader/messages.js';
import { defaultLimits, Sandbox } from '../../src/grader/sandbox.js';

const folder = mkdtempSync(join(tmpdir(), 'backproof-sandbox-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Answers each request with its id; `exit` and `hang` do that instead. */
const bundle = join(folder, 'echo.mjs');
writeFileSync(
  bundle,
  `let rest = '';
  process.stdin.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\\n');
    rest = lines.pop();
    for (const line of lines) {
      const { cmd, id, case: what } = JSON.parse(line);
      if (what === 'exit') process.exit(3);
      while (what === 'hang');
      process.stdout.write(JSON.stringify(cmd === 'start' ? 'started' : id) + '\\n');
    }
  });`,
);

const request = (id: number, what = 'echo'): Request => ({ cmd: 'run', id, case: what });

describe('a sandbox that is asked several things at once', () => {
  const answersOf = async (limits: Partial<typeof defaultLimits>, ...requests: Request[]) => {
    const sandbox = new Sandbox(bundle, { ...defaultLimits, ...limits });
    try {
      const answers = await Promise.all(requests.map((each) => sandbox.request(each)));
      return answers.map((answer) => (answer.kind === 'line' ? answer.text : answer.kind));
    } finally {
      sandbox.stop();
    }
  };

  it('answers them in their order', async () => {
    expect(await answersOf({}, request(0), request(1), request(2))).toEqual(['0', '1', '2']);
  });

  it('puts what waited behind a death to its next life', async () => {
    expect(await answersOf({}, request(0), request(1, 'exit'), request(2), request(3))).toEqual([
      '0',
      'exited',
      '2',
      '3',
    ]);
  });

  it('blames a hang on the request that hangs, and on no other', async () => {
    const limits = { runMilliseconds: 300 };
    expect(await answersOf(limits, request(0), request(1, 'hang'), request(2))).toEqual([
      '0',
      'timeout',
      '2',
    ]);
  });

  it('asks nothing more once its lives are spent', async () => {
    const limits = { livesPerPart: 1 };
    expect(await answersOf(limits, request(0, 'exit'), request(1))).toEqual(['exited', 'spent']);
  });

  it('answers nothing after it was stopped', async () => {
    const sandbox = new Sandbox(bundle);
    const asked = sandbox.request(request(0));
    sandbox.stop();
    expect((await asked).kind).not.toBe('line');
    expect(await sandbox.request(request(1))).toEqual({ kind: 'spent' });
  });
});
