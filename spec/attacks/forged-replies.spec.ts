import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/grader/channel.js';
import { parseReply } from '../../src/grader/reply.js';
import { defaultLimits, Sandbox } from '../../src/grader/sandbox.js';

const folder = mkdtempSync(join(tmpdir(), 'forged-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const limits = { ...defaultLimits, runMilliseconds: 1_000, replyBytes: 100_000, printedBytes: 100_000 };

/** A child that holds the pipe itself, as no submission should: it greets, then does this for each request. */
async function answers(name: string, onRequest: string, requests = 1): Promise<Answer[]> {
  const script = join(folder, `${name}.mjs`);
  writeFileSync(
    script,
    `const say = (text) => process.stdout.write(text);
    process.stdin.on('data', () => { if (globalThis.greeted) { ${onRequest} } else { globalThis.greeted = true; say('{"version":1}\\n'); } });`,
  );
  const sandbox = new Sandbox(script, limits);
  try {
    expect(await sandbox.start()).toEqual({ kind: 'line', text: '{"version":1}' });
    const all: Answer[] = [];
    for (let id = 0; id < requests; id++) all.push(await sandbox.request({ cmd: 'run', id, case: null }));
    return all;
  } finally {
    sandbox.stop();
  }
}

const outcomeOf = (answer: Answer | undefined) =>
  answer?.kind === 'line' ? parseReply(answer.text, 0).outcome : answer;

describe('a reply that is forged', () => {
  it('without numbers is garbled', async () => {
    const [answer] = await answers('empty', `say('{"id":0,"outcome":"done"}\\n');`);
    expect(outcomeOf(answer)).toMatchObject({
      kind: 'crashed',
      error: { message: "The reply of the submission's process is garbled: $.values is not a list." },
    });
  });

  it('for another request is garbled', async () => {
    const [answer] = await answers('other', `say('{"id":7,"outcome":"not-implemented","why":""}\\n');`);
    expect(outcomeOf(answer)).toMatchObject({
      error: { message: "The reply of the submission's process is garbled: it answers request 7." },
    });
  });

  it('twice counts once, and is not taken for the next', async () => {
    const reply = `say('{"id":0,"outcome":"not-implemented","why":""}\\n'.repeat(2));`;
    const [first, second] = await answers('double', reply, 2);
    expect(outcomeOf(first)).toMatchObject({ kind: 'not-implemented' });
    expect(second?.kind === 'line' && parseReply(second.text, 1).outcome.kind).toBe('crashed');
  });

  it('in half is waited for no longer than the limit', async () => {
    expect(await answers('half', `say('{"id":0,');`)).toEqual([{ kind: 'timeout', milliseconds: 1_000 }]);
  });

  it('in half, from a process that ends, is no reply', async () => {
    const [answer] = await answers('end', `say('{"id":0,'); process.exit(3);`);
    expect(answer).toMatchObject({ kind: 'exited', how: 'exit code 3' });
  });

  it('without end is cut off', async () => {
    const [answer] = await answers('flood', `for (;;) say('x'.repeat(10_000));`);
    expect(answer).toEqual({ kind: 'flooded', bytes: 100_000, where: 'a reply' });
  });

  it('with nesting without end is garbled', async () => {
    const [answer] = await answers(
      'nested',
      `say('{"id":0,"outcome":"done","values":' + '['.repeat(40_000) + '\\n');`,
    );
    expect(outcomeOf(answer)).toMatchObject({ kind: 'crashed' });
  });
});
