/** State that leaks from case to case is shown as what it is, with the case before, and replayed in order. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OracleReport, Session } from '../../src/oracle/index.js';
import { backproof, inOwnFolder } from '../cli/in-own-folder.js';

const adapters = resolve('spec/fixtures/broken-adapters/adapters.mjs');
inOwnFolder();

const command = (adapter: string) => ['--', process.execPath, adapters, adapter];
const oracle = (adapter: string, ...more: readonly string[]) =>
  backproof('oracle', '--ops', 'negate', '--runs', '30', '--laws', 'vjp', ...more, ...command(adapter));

const fileIn = (text: string): string => /\.backproof\/oracle\/negate\/[0-9a-f]+\.json/.exec(text)?.[0] ?? '';

describe('an answer that depends on the call before it', () => {
  const adapter = 'gradients-of-the-last-call';

  it('is shown with that call, and replayed after it', async () => {
    const { code, out } = await oracle(adapter);
    expect(code).toBe(1);
    expect(out).toMatch(
      /In a fresh process this case passes: the answer depends on what ran before it\. It fails right after this one:\n\n\{ a:f64/,
    );
    const replayed = await backproof('replay', fileIn(out), ...command(adapter));
    expect(replayed.code).toBe(1);
    expect(replayed.out).toContain('It fails right after this one:');
    expect(replayed.out).toContain('✗ the vjp equals JᵀΔ');
  });

  it('is shown with it where the case was saved, too', async () => {
    const { out } = await oracle(adapter);
    const { case: saved } = JSON.parse(readFileSync(fileIn(out), 'utf8'));
    mkdirSync('corpus');
    for (const name of ['1.json', '2.json']) writeFileSync(join('corpus', name), JSON.stringify(saved));
    const report = await oracle(adapter, '--runs', '1', '--corpus', 'corpus', '--format', 'json');
    const [failure] = (JSON.parse(report.out) as OracleReport).failures;
    expect(failure?.dependence?.before).toHaveLength(1);
  });

  it('keeps it in the corpus where it is expected, and left as it was found', async () => {
    const issue = 'https://example.org/issues/1';
    writeFileSync('expected.json', JSON.stringify([{ op: 'negate', law: 'vjp', issue }]));
    await oracle(adapter, '--corpus', 'known');
    const [file] = readdirSync('known/negate');
    const saved = readFileSync(join('known/negate', file as string), 'utf8');
    expect(Object.keys(JSON.parse(saved))).toEqual(['before', 'ran', 'case']);
    const left = ['--expected-failures', 'expected.json', '--leave-expected'];
    expect((await oracle(adapter, '--corpus', 'known', ...left)).code).toBe(0);
    expect(readFileSync(join('known/negate', file as string), 'utf8')).toBe(saved);
  });

  it('stands with it in the JSON report', async () => {
    const { out } = await oracle(adapter, '--format', 'json');
    const [failure] = (JSON.parse(out) as OracleReport).failures;
    expect(failure?.dependence?.before).toHaveLength(1);
    expect(failure?.dependence?.ran).toBeGreaterThan(0);
  });
});

describe('an answer that depends on more than the call before it', () => {
  const adapter = 'wrong-from-the-50th-call';

  it('is said to, with the number of cases that ran', async () => {
    const { code, out } = await oracle(adapter);
    expect(code).toBe(1);
    expect(out).toMatch(
      /In a fresh process this case passes: .* No single case before it is enough; \d+ cases had run in the same process\./,
    );
    const replayed = await backproof('replay', fileIn(out), ...command(adapter));
    expect(replayed.code).toBe(2);
    expect(replayed.err).toMatch(/^It passes now, which proves nothing\. /);
  });
});

it('a failure that depends on nothing is reported alone', async () => {
  const { out } = await oracle('wrong-gradients', '--format', 'json');
  const [failure] = (JSON.parse(out) as OracleReport).failures;
  expect(failure).not.toHaveProperty('dependence');
});

it('an adapter that was told to go and is started anew has not died', async () => {
  const session = await Session.open([process.execPath, adapters, 'wrong-gradients']);
  for (let time = 0; time < 12; time++) await session.fresh();
  expect(session.deaths).toBe(0);
  expect(session.broken).toBeUndefined();
  await session.stop();
});
