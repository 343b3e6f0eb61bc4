import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/cli/main.js';
import type { OracleReport } from '../../src/oracle/index.js';
import { inOwnFolder } from '../cli/in-own-folder.js';

const fixture = resolve('spec/fixtures/broken-adapters/adapters.mjs');
inOwnFolder();

/** The others answer at once, and may take their time on a busy machine. */
const silent = ['half-a-line', 'silence', 'silence-on-ops', 'ignores-stop'];

async function oracle(adapter: string, ...options: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const patience = silent.includes(adapter) ? ['--timeout', '0.5'] : [];
  const how = ['--ops', 'negate', '--runs', '12', ...patience, ...options];
  const code = await run(['oracle', '--plain', ...how, '--', process.execPath, fixture, adapter], {
    log: (text) => out.push(text),
    error: (text) => err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

it('nothing is said against the adapter that the broken ones differ from', async () => {
  expect(await oracle('right')).toMatchObject({ code: 0, err: '' });
});

const left = 'negate: the adapter died twice; the other cases were not run.';

describe('a wrong implementation learns which law it breaks, and exits with 1', () => {
  it.each([
    [
      'wrong-values',
      /negate: This law is broken: the value equals the reference\.\nvalue of output b, entry \[0\]: expected -?\d/,
    ],
    [
      'wrong-gradients',
      /This law is broken: the vjp equals JᵀΔ\.\ngradient of input a, for cotangent 0, entry/,
    ],
    [
      'wrong-shapes',
      /This law is broken: every gradient has its input's shape and dtype\.\nthe gradient of input a has the shape \(1, 1\); expected \(1,\)/,
    ],
    ['wrong-dtype', /the gradient of input a is float32; expected float64, the dtype of a/],
    [
      'mutated-echo',
      /This law is broken: differentiating changes no value.*\ninput 0 was changed in place by the run/,
    ],
    ['nan-values', /This law is broken: the vjp equals JᵀΔ\.\n.*expected .*, got NaN/],
    ['other-answer-the-second-time', /a second run of the same case returned other gradients/],
    ['throws-on-ops', /threw TypeError: no such kernel/],
    ['silence-on-ops', /gave no answer within 500 ms/, left],
    ['crash-every-third-case', /threw AdapterDied: it exited with code 9/, left],
  ])('%s', async (adapter, sentence, complaint = '') => {
    const { code, out, err } = await oracle(adapter);
    expect({ code, err }).toEqual({ code: 1, err: complaint });
    expect(out).toMatch(sentence);
    expect(out).toMatch(
      /Run this case again: npx backproof replay \.backproof\/oracle\/negate\/[0-9a-f]{16}\.json -- /,
    );
  });

  it('of several requests under way only the one that it died of is blamed', async () => {
    const options = ['--runs', '60', '--laws', 'value', '--format', 'json'];
    const { code, out } = await oracle('crash-once-in-a-pipeline', ...options);
    const { matrix, failures } = JSON.parse(out) as OracleReport;
    expect(code).toBe(1);
    expect(matrix.negate?.value).toMatchObject({ disagree: 0, crashed: 3 });
    expect(failures).toMatchObject([{ law: 'value', got: 'threw AdapterDied: it exited with code 9' }]);
    expect(failures[0]?.case).toMatchObject({ inputs: [{ shape: { length: 4 } }] });
  });

  it('deep programs are run, too', async () => {
    const { code, out } = await oracle('overflows-when-deep', '--ops', 'programs');
    expect(code).toBe(1);
    expect(out).toMatch(
      /programs: This law is broken: .*\nthrew AdapterDied: it exited with code 1\n\nThe graph: 2000 steps of negate\./,
    );
  });

  it('and which known mistake gives the same answers', async () => {
    expect((await oracle('wrong-gradients')).out).toContain(
      'This looks like a known mistake, negate-keeps-the-sign.',
    );
  });
});

describe('a broken adapter is not a wrong implementation: it exits with 3', () => {
  it.each([
    [
      'non-json',
      'it broke the protocol: expected a line of JSON, got "done!"; standard output belongs to the protocol',
    ],
    ['half-a-line', 'no reply within 500 ms'],
    ['half-a-line-then-exit', 'it exited with code 0 in the middle of a line'],
    ['line-of-100-mb', 'it wrote a line longer than 32000000 bytes'],
    [
      'replies-to-nothing',
      'it broke the protocol: $.id: expected 0, the request that waits for its reply, got 99',
    ],
    [
      'replies-to-nothing-at-once',
      'it broke the protocol: $.id: expected 0, the request that waits for its reply, got 99',
    ],
    // Whether the second reply comes while the next request waits, or before it was sent.
    ['replies-twice', 'it broke the protocol: $.id: expected 1, the request that waits for its reply, got 0'],
    ['wrong-id', 'it broke the protocol: $.id: expected 0, the request that waits for its reply, got 1'],
    ['no-outcome', '$.outcome: expected "done", "malformed", "unsupported" or "crashed", got nothing'],
    [
      'prints-to-stdout',
      'got "computing…"; standard output belongs to the protocol, print to standard error',
    ],
    ['loses-precision', 'its values should be float64 [0.1, 0.3333333333333333,'],
  ])('%s fails the smoke test', async (adapter, problem) => {
    const { code, out, err } = await oracle(adapter);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('The adapter failed the smoke test: a program without steps (float64, eager');
    expect(err).toContain(problem);
  });

  it.each([
    ['silence', 'The adapter did not answer "start": it gave no reply within 3000 ms.'],
    [
      'crash-at-start',
      'The adapter did not answer "start": it exited with code 7.\nThe last lines it wrote to standard error:\ncannot load libtensor.so',
    ],
    [
      'bad-start',
      `The adapter's reply to "start" breaks the protocol: $.ops[1]: expected one of add, subtract,`,
    ],
    ['old-version', `The adapter's reply to "start" breaks the protocol: $.version: expected 1, got 0.`],
  ])('%s cannot be started', async (adapter, sentence) => {
    const { code, out, err } = await oracle(adapter);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain(sentence);
  });

  it('and so does a command that does not exist', async () => {
    const [out, err]: [string[], string[]] = [[], []];
    const print = { log: (text: string) => out.push(text), error: (text: string) => err.push(text) };
    expect(await run(['oracle', '--', 'no-such-program'], print)).toBe(3);
    expect(err.join()).toContain('it could not be started: spawn no-such-program ENOENT');
  });

  it('one that dies too often loses no finished result', async () => {
    const { code, out, err } = await oracle('crash-every-third-case', '--restarts', '0');
    expect(code).toBe(3);
    expect(err).toMatch(
      /^The adapter died 1 times; the last time, it exited with code 9\.\nThe finished part is reported\./,
    );
    expect(out).toMatch(/negate .*✗ 1/);
  });
});

describe('what is odd but harmless is said, and changes no exit code', () => {
  it('ignores-stop is killed', async () => {
    const { code, err } = await oracle('ignores-stop');
    expect(code).toBe(0);
    expect(err).toBe('The adapter did not end after "stop", and was killed.');
  });

  it('limits are reported as not checked', async () => {
    const { code, out } = await oracle('limited');
    expect(code).toBe(0);
    expect(out).toContain('Not checked, because the adapter takes no such cases: zero-d, empty.');
  });

  it('of an op with limits only such cases are drawn, and instead of the others more of them', async () => {
    const { code, out } = await oracle('limited-op', '--laws', 'value,vjp');
    expect(code).toBe(0);
    // Of the 12, one would be of a long axis.
    expect(out).toMatch(/^negate +✓ 11 +✓ 11$/m);
    expect(out).not.toContain('Not run');
    const none = await oracle('limited-to-float32');
    expect(none.code).toBe(2);
    expect(none.out).toContain('dtype: the adapter has negate only in float32 (negate ');
  });

  it('an unknown field, unless --validate asks for every line to be held against the schemas', async () => {
    expect(await oracle('unknown-field')).toMatchObject({ code: 0, err: '' });
    const { code, err } = await oracle('unknown-field', '--validate');
    expect(code).toBe(3);
    expect(err).toContain('the schema finds: ');
    expect(err).toContain('must NOT have additional properties (second)');
  });
});
