/** Functions of an adapter, which no vocabulary holds: listed, judged, shrunk and replayed like ops. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tensorData } from '../../src/case/tensor-data.js';
import { Session } from '../../src/oracle/index.js';
import { backproof, inOwnFolder } from '../cli/in-own-folder.js';

const adapter = [process.execPath, resolve('spec/fixtures/functions.mjs')];
inOwnFolder();

const asked = (...args: readonly string[]) => backproof(...args, '--', ...adapter);
const oracle = (...options: readonly string[]) => asked('oracle', '--runs', '10', ...options);
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

describe('backproof oracle, of an adapter without ops', () => {
  it('has a row for each function, and breaks no law where the gradient is right', async () => {
    const { code, out } = await oracle('--functions', 'square,row.sum,sample', '--validate');
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^square +✓ 10 .*\nrow\.sum +✓ 10 .*\nsample +✓ 1 /m),
    });
    expect(out).not.toContain('Not supported');
  });

  it('holds forward mode and batches to the gradient, where a function has them', async () => {
    const { code, out } = await oracle('--functions', 'ways,ahead,mixed,backwards', '--validate');
    expect(code).toBe(1);
    expect(out).toMatch(/^ +form +vjp .* jvp +transposed +batched$/m);
    expect(out).toMatch(/^ways +✓ 10 .* ✓ 10 +✓ 10 +✓ 10$/m);
    expect(out).toMatch(/ahead: This law is broken: the jvp equals Jv\.\nJv, entry \[0\]: expected /);
    expect(out).toContain('mixed: This law is broken: a batch of cotangents gives the vjp of each.');
    // What has no rule concerns no other law.
    expect(out).toMatch(/^backwards +✓ 10 .*– not run +✓ 10$/m);
    const file = /backproof replay (\S+)/.exec(out)?.[1] ?? '';
    expect(await asked('replay', file)).toMatchObject({
      code: 1,
      out: expect.stringContaining('✗ the jvp equals Jv'),
    });
  });

  it('shows the smallest case of a wrong one, and runs it again', async () => {
    const { code, out } = await oracle('--functions', 'squaer');
    expect(code).toBe(1);
    expect(out).toMatch(
      /squaer: This law is broken: the vjp equals JᵀΔ\.\ngradient of input x, for cotangent 0, entry \[0\]: expected [\d.]+, got [\d.]+ .*\n\nx = \[[\d.]+\]\nΔ0 = \[1\]\n/,
    );
    const file = /backproof replay (\S+)/.exec(out)?.[1] ?? '';
    const again = await asked('replay', file);
    expect({ code: again.code, out: again.out }).toEqual({
      code: 1,
      out: expect.stringContaining('✗ the vjp equals JᵀΔ: gradient of input x, for cotangent 0, entry [0]'),
    });
    writeFileSync(file, JSON.stringify({ ...read(file), function: 'square' }));
    expect(await asked('replay', file)).toMatchObject({ code: 0 });
    writeFileSync(file, JSON.stringify({ ...read(file), function: 'cube' }));
    expect(await asked('replay', file)).toMatchObject({
      code: 2,
      err: expect.stringContaining('function "cube"'),
    });
  });

  it('sees what is written in place, and goes on after a process that ended', async () => {
    const { code, out } = await oracle('--functions', 'overwrites,exits,sample');
    expect(code).toBe(1);
    expect(out).toContain('x was changed in place by the run; compute into new arrays');
    expect(out).toContain('threw AdapterDied: it exited with code 3');
    expect(out).toMatch(/^sample +✓ 1/m);
  });

  it('knows the truth of a function that says its definition, to the last digits', async () => {
    const { code, out } = await oracle('--functions', 'defined,program,nearly', '--validate');
    expect(code).toBe(1);
    expect(out).toMatch(/^ +value +form +vjp .*\n/m);
    expect(out).toMatch(/^defined +✓ 10 .*\nnearly .*✗ 1\/\d+ .*\nprogram +✓ 10 /m);
    expect(out).toMatch(/nearly: .*\ngradient of input x, for cotangent 0, entry \[0\]: expected /);
    const file = /backproof replay (\S+)/.exec(out)?.[1] ?? '';
    expect(await asked('replay', file)).toMatchObject({
      code: 1,
      out: expect.stringContaining('✗ the vjp equals JᵀΔ'),
    });
    writeFileSync(file, JSON.stringify({ ...read(file), function: 'defined' }));
    expect(await asked('replay', file)).toMatchObject({
      code: 0,
      out: expect.stringContaining('✓ '),
    });
  });

  it('says so where a definition does not fit what is drawn', async () => {
    const { code, err } = await oracle('--functions', 'unfit');
    expect({ code, err }).toEqual({
      code: 3,
      err: expect.stringContaining('The definition of the function "unfit" does not fit its inputs: '),
    });
  });

  it('holds second order to symmetry, and survives a process that ends', async () => {
    const { code, out } = await oracle('--functions', 'stale,fatal,sample');
    expect(code).toBe(1);
    expect(out).toContain('stale: This law is broken: second order is symmetric');
    expect(out).toContain('threw AdapterDied: it exited with code 3');
    expect(out).toMatch(/^sample +✓ 1/m);
  });

  it('keeps what failed in a corpus, and asks it first', async () => {
    const corpus = ['--corpus', 'corpus', '--functions'];
    const first = await oracle(...corpus, 'squaer');
    const [file = ''] = /corpus\/squaer\/\w+\.json/.exec(first.out) ?? [];
    mkdirSync('corpus/square');
    writeFileSync('corpus/square/known.json', JSON.stringify({ ...read(file), function: 'square' }));
    const again = await oracle(...corpus, 'squaer,square', '--seed', '7');
    expect(again.out).toMatch(/^squaer .*✗ 1\/\d+ /m);
    expect(again.out).toMatch(/^square +✓ 11 /m);
    expect(again.out).toContain(`backproof replay ${file} `);
    writeFileSync(file, '{"function":"squaer"}');
    expect(await oracle(...corpus, 'squaer')).toMatchObject({
      code: 2,
      err: expect.stringContaining("is not a function's case"),
    });
  });

  it('tells failures in every format, and merges shards', async () => {
    const formats = ['json', 'junit', 'ctrf', 'markdown', 'html'];
    const files = formats.flatMap((name) => ['--format', name, '--out', `1.${name}`]);
    const shard = (part: string) => ['--shard', part, '--functions', 'square,squaer'];
    await oracle(...shard('1/2'), ...files);
    await oracle(...shard('2/2'), '--format', 'json', '--out', '2.json');
    const both = ['--format', 'json', '--out', 'both.json'];
    const { code } = await backproof('merge', '1.json', '2.json', ...both);
    const { matrix, failures } = read('both.json');
    expect([code, Object.keys(matrix), failures.length]).toEqual([1, ['square', 'squaer'], 1]);
    const failed = Object.keys(read('1.json').matrix)[0] === 'squaer' ? formats : [];
    for (const name of failed)
      expect([name, readFileSync(`1.${name}`, 'utf8')]).toEqual([name, expect.stringContaining('expected')]);
  });

  it('lets a known failure pass', async () => {
    const entry = { function: 'squaer', law: 'vjp', issue: 'https://example.org/1' };
    writeFileSync('expected.json', JSON.stringify([entry]));
    const { code } = await oracle('--functions', 'squaer', '--expected-failures', 'expected.json');
    expect(code).toBe(0);
  });

  it('is asked at as many points at a time as a line has room for', async () => {
    const lines: string[] = [];
    const session = await Session.open(adapter, {
      onLine: (direction, line) => {
        if (direction === '→' && line.includes('"values"')) lines.push(line);
      },
    });
    const point = [tensorData('float64', [2 ** 18], Array<number>(2 ** 18).fill(1))];
    const values = await session.subject({ function: 'square' }, ['x']).values(Array(7).fill(point));
    await session.stop();
    // What it returns is counted, too, as soon as that is known.
    expect([values.length, lines.length]).toEqual([7, 3]);
  });

  it('refuses names that it does not have', async () => {
    expect(await oracle('--functions', 'cube')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--functions knows no "cube". It takes square, squaer,'),
    });
    expect(await oracle('--ops', 'add')).toMatchObject({ code: 2 });
  });
});
