/** Sums that are added up in any order are measured, and are no mistake; a state that grows from run to run is one. */
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import { mergeReports, type OracleReport, parseReport } from '../../src/oracle/index.js';
import { inOwnFolder } from '../cli/in-own-folder.js';

const adapters = resolve('spec/fixtures/broken-adapters/adapters.mjs');
const inAnyOrder = resolve('spec/fixtures/broken-adapters/sums-in-any-order.mjs');
inOwnFolder();

const oracle = (adapter: string, ...options: readonly string[]) =>
  asked(['--ops', 'negate', '--runs', '10', ...options], [adapters, adapter]);

/** Sums that are added up in another order each time. */
const sums = (way: string, dtype: string) =>
  asked(['--ops', 'summation,broadcast_to', '--plain', '--runs', '40', '--dtype', dtype], [inAnyOrder, way]);

async function asked(options: readonly string[], command: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const output = { log: (text: string) => out.push(text), error: (text: string) => err.push(text) };
  const code = await run(
    ['oracle', '--laws', 'vjp,pure', ...options, '--', process.execPath, ...command],
    output,
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** Its gradients vary in the last bits. */
const varying = 'other-answer-the-second-time';

describe('runs that differ in the last bits', () => {
  it('break the law of equal runs, with a hint', async () => {
    const { code, out } = await oracle(varying);
    expect(code).toBe(1);
    expect(out).toContain(
      'let the adapter say "nondeterministic": true; or say by how much runs may differ: --nondeterminism 1e-6.',
    );
  });

  it('are measured and allowed when told so', async () => {
    const { code, out } = await oracle(varying, '--nondeterminism', '1e-12');
    expect(out).toMatch(
      /^Nondeterminism: of \d+ of \d+ cases 5 runs were not the same; they differed by up to \d\.\de-1[56] of an entry's size, in negate; --nondeterminism allows 1e-12\.$/m,
    );
    expect(code).toBe(0);
  });

  it('are too far apart for a smaller tolerance', async () => {
    expect((await oracle(varying, '--nondeterminism', '1e-18')).code).toBe(1);
  });

  it('have their size in the JSON report, and in what shards are merged to', async () => {
    const { out } = await oracle(varying, '--nondeterminism', '1e-12', '--format', 'json');
    const report = parseReport(JSON.parse(out)) as OracleReport;
    expect(report.nondeterminism).toMatchObject({ tolerance: 1e-12, runs: 5, row: 'negate' });
    const other = {
      ...report,
      matrix: {},
      shard: { part: 2, of: 2 },
      nondeterminism: { ...report.nondeterminism, largest: 0.5, row: 'exp' },
    };
    const merged = mergeReports([
      { ...report, shard: { part: 1, of: 2 } },
      other as OracleReport,
    ]) as OracleReport;
    expect(merged.nondeterminism).toMatchObject({ largest: 0.5, row: 'exp' });
    expect(merged.nondeterminism?.cases).toBe(2 * (report.nondeterminism?.cases ?? 0));
  });
});

describe('allowed to vary', () => {
  it('an implementation that does not is said to be the same, bit for bit', async () => {
    const { code, out } = await oracle('right', '--nondeterminism', '1e-6');
    expect(out).toMatch(/^Nondeterminism: 5 runs of each of \d+ cases gave the same, bit for bit; /m);
    expect(code).toBe(0);
  });

  it.each(['accumulates-over-runs', 'mutated-echo'])('one that %s is found all the same', async (adapter) => {
    const { code, out } = await oracle(adapter, '--nondeterminism', '1e-6');
    expect(out).toContain(
      'negate: This law is broken: differentiating changes no value, no input and no cotangent',
    );
    expect(code).toBe(1);
  });

  it.each(['0', '1', '-1e-6', 'much', ''])('by "%s" is a usage error', async (tolerance) => {
    const { code, err } = await oracle('right', `--nondeterminism=${tolerance}`);
    expect(code).toBe(2);
    expect(err).toContain(
      `--nondeterminism takes a fraction of an entry's size, more than 0 and less than 1, such as 1e-6, not "${tolerance}".`,
    );
  });
});

describe.each(['float64', 'float32'])('sums that are added up in another order each time, in %s', (dtype) => {
  const broken = 'This law is broken: differentiating changes no value, no input and no cotangent';

  it('pass if the adapter says so: they differ by less than another order may change', async () => {
    const { code, out } = await sums('right', dtype);
    expect(out).toMatch(
      /they differed by up to 0\.\d+ of what another order of summation may change, in \w+; more than that is a mistake\.$/m,
    );
    expect(code).toBe(0);
  });

  it.each([
    ['they are undeclared', 'undeclared'],
    ['a buffer is not cleared', 'stale'],
    ['an addition may be lost', 'race'],
    ['what is only copied varies', 'varies-copies'],
  ])('but not where %s', async (_, way) => {
    const { code, out } = await sums(way, dtype);
    expect(out).toContain(`broadcast_to: ${broken}`);
    expect(code).toBe(1);
  });
});
