import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatNames } from '../../src/cli/oracle-reports.js';
import type { OracleFailure } from '../../src/oracle/report.js';
import { backproof, inOwnFolder } from '../cli/in-own-folder.js';

const home = process.cwd();
const adapters = resolve('spec/fixtures/broken-adapters/adapters.mjs');
const hello = [process.execPath, resolve('adapters/hello/hello.mjs')];
const wrong = [process.execPath, adapters, 'wrong-gradients'];
const right = [process.execPath, adapters, 'right'];
inOwnFolder();

const oracle = (options: readonly string[], command: readonly string[]) =>
  backproof('oracle', '--runs', '10', ...options, '--', ...command);
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

describe('backproof oracle', () => {
  it('exits with 0 when all agree, and says what was not checked', async () => {
    const { code, out } = await oracle(['--validate', '--transcript', 'lines.txt'], hello);
    expect(code).toBe(0);
    expect(out).toMatch(/^hello 1, float64, eager, seed 1\n\n +value +form +vjp .*\nadd +✓ 10 +✓ 10/);
    expect(out).toContain('Not supported, and not checked: subtract, divide, ');
    const lines = readFileSync('lines.txt', 'utf8').split('\n');
    expect(lines[0]).toBe('→ {"cmd":"start","version":1}');
    expect(lines[1]).toMatch(/^← \{"version":1,"implementation":\{"name":"hello"/);
    expect(lines.at(-2)).toBe('→ {"cmd":"stop"}');
  });

  it('sends no expected answers: a request holds the case alone', () => {
    const requests = readFileSync('lines.txt', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('→ {"cmd":"run"'));
    for (const request of requests) {
      const { cmd, id, case: testCase, ...rest } = JSON.parse(request.slice(2));
      expect([cmd, typeof id, Object.keys(testCase), rest]).toEqual([
        'run',
        'number',
        ['program', 'inputs', 'cotangents', 'mode', 'order', 'directions'],
        {},
      ]);
    }
  });

  it('writes every format, in the documented shape', async () => {
    const outs = formatNames.flatMap((name) => ['--format', name, '--out', `out/${name}`]);
    expect((await oracle(['--ops', 'negate', ...outs], wrong)).code).toBe(1);
    const report = read('out/json');
    expect(Object.keys(report)).toEqual([
      'version',
      'implementation',
      'seed',
      'asked',
      'summary',
      'matrix',
      'notRun',
      'failures',
    ]);
    const kinds = ['agree', 'disagree', 'inconclusive', 'unsupported', 'crashed', 'timeout'];
    expect(Object.keys(report.summary)).toEqual(kinds);
    expect(Object.keys(report.matrix.negate.vjp)).toEqual(kinds);
    expect(report.failures[0]).toMatchObject({
      op: 'negate',
      law: 'vjp',
      expected: -2,
      got: 2,
      entry: { what: 'gradient of input a, for cotangent 0', index: [0] },
      misconception: 'negate-keeps-the-sign',
      case: { inputs: [{ dtype: 'float64', shape: [1], data: [2] }] },
    });
    expect(Object.keys(report.failures[0])).toEqual([
      'op',
      'law',
      'caseId',
      'case',
      'expected',
      'got',
      'tolerance',
      'entry',
      'misconception',
      'replay',
    ]);
    expect(readFileSync('out/junit', 'utf8')).toMatch(
      /<testcase classname="negate" name="the vjp equals JᵀΔ"><failure message="gradient/,
    );
    const cells: readonly Record<string, number>[] = Object.values(report.matrix.negate);
    const failed = cells.filter(({ disagree = 0 }) => disagree > 0).length;
    expect(failed).toBeGreaterThan(0);
    const counts = { tests: cells.length, passed: cells.length - failed, failed };
    expect(read('out/ctrf').results.summary).toMatchObject(counts);
    expect(readFileSync('out/markdown', 'utf8')).toMatch(/\| negate \| ✓ 10 \| ✓ 10 \| ✗ \d+\/10 \|/);
    expect(readFileSync('out/html', 'utf8')).toContain('<td class="broken"><a href="#negate-vjp">✗');
  });

  it('shows a case that breaks several laws once, with all of them, and each law links to it', () => {
    const failures: OracleFailure[] = read('out/json').failures;
    expect(failures.map(({ law }) => law)).toEqual(['vjp', 'edges', 'dot']);
    expect(new Set(failures.map(({ caseId }) => caseId)).size).toBe(1);
    const markdown = readFileSync('out/markdown', 'utf8');
    expect(markdown.match(/This law is broken/g)).toHaveLength(1);
    expect(markdown).toContain('The same case also breaks: edges, dot.');
    const page = readFileSync('out/html', 'utf8');
    for (const [, id] of page.matchAll(/href="#([^"]*)"/g)) expect(page).toContain(`id="${id}"`);
  });

  it('wires other steps around the op of a row, and with --plain none: alone it reads no input twice', async () => {
    const shown = async (...options: readonly string[]) =>
      Object.keys(
        JSON.parse((await oracle([...options, '--ops', 'negate', '--format', 'json'], hello)).out).matrix
          .negate,
      );
    expect(await shown()).toContain('accumulate');
    expect(await shown('--plain')).not.toContain('accumulate');
  });

  it('prints a single format in place of the matrix', async () => {
    const { out } = await oracle(['--ops', 'add', '--laws', 'value,vjp', '--format', 'json'], hello);
    expect(Object.keys(JSON.parse(out).matrix.add)).toEqual(['value', 'vjp']);
  });

  it.each([
    [[], 'Say how to start the adapter: backproof oracle [options] -- COMMAND…'],
    [['--'], 'The command that starts the adapter must follow --; there is none.'],
    [['python3', 'adapter.py'], "Put -- before the adapter's command", 'x'],
    [['--ops', 'sum'], '--ops knows no "sum". It takes add, subtract,', 'x'],
    [['--laws', 'sum'], '--laws knows no "sum". It takes value, form, vjp', 'x'],
    [['--shard', '5/4'], '--shard takes a part and how many there are, such as 1/4, not "5/4".', 'x'],
    [['--timeout', '0'], '--timeout takes seconds, more than 0 and at most 3600, not "0".', 'x'],
    [['--format', 'pdf'], `There is no format "pdf". The formats are ${formatNames.join(', ')}.`, 'x'],
    [['--format', 'json', '--format', 'html'], 'Several formats need an --out FILE each', 'x'],
    [['--out', 'a'], 'Each --out FILE needs a --format NAME before it.', 'x'],
    [['--leave-expected'], '--leave-expected is about the failures in --expected-failures FILE', 'x'],
    [['--expected-failures', 'gone'], 'There is no file "gone" of expected failures.', 'x'],
    [['--dtype', 'float32'], '--dtype float32: the implementation has only float64.', ...hello],
    [
      ['--ops', 'exp,tanh', '--shard', '2/4'],
      '--ops exp,tanh: hello has none of it; nothing would be checked. It has add, multiply, negate.',
      ...hello,
    ],
    [['--mode', 'lazy'], '--mode lazy: the implementation has only eager.', ...hello],
  ])('exits with 2 and a sentence for %j', async (options, sentence, ...command) => {
    const { code, err } = await backproof(
      'oracle',
      ...options,
      ...(command.length > 0 ? ['--', ...command] : []),
    );
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(sentence) });
  });
});

describe('expected failures', () => {
  const issue = 'https://example.org/issues/1';
  const expecting = (...laws: readonly string[]) => {
    writeFileSync('expected.json', JSON.stringify(laws.map((law) => ({ op: 'negate', law, issue }))));
    return ['--ops', 'negate', '--expected-failures', 'expected.json'];
  };

  it('do not fail a run', async () => {
    const { code, out } = await oracle(expecting('vjp', 'edges', 'dot'), wrong);
    expect(code).toBe(0);
    expect(out).toContain('3 expected failures not shown.');
  });

  it('leave the others to fail it', async () => {
    expect((await oracle(expecting('vjp', 'edges'), wrong)).code).toBe(1);
  });

  it('are written by cause, and a run with that list passes until one has another cause', async () => {
    const list = ['--ops', 'negate', '--expected-failures', 'written.json'];
    const written = await oracle(['--ops', 'negate', '--write-expected', 'written.json'], wrong);
    expect(written.code).toBe(1);
    expect(written.err).toContain(
      'They may hide others: run this again with --expected-failures written.json --write-expected written.json',
    );
    expect(read('written.json')).toEqual([
      { op: 'negate', laws: ['vjp', 'edges', 'dot'], cause: 'mistake: negate-keeps-the-sign', issue: null },
    ]);
    expect((await oracle(list, wrong)).code).toBe(0);
    expect((await oracle(list, [process.execPath, adapters, 'nan-values'])).code).toBe(1);
    const passed = await oracle(list, right);
    expect(passed.code).toBe(4);
    expect(passed.out).toContain(
      'negate was expected to break the laws "vjp", "edges", "dot" (no issue yet), but holds them: remove them from the entry.',
    );
  });

  it('of one cause do not hide another in the same cell', async () => {
    const both = [process.execPath, adapters, 'wrong-gradients-and-nan'];
    const expected = (cause: string) =>
      writeFileSync('expected.json', JSON.stringify([{ op: 'negate', cause, issue }]));
    const report = async () => {
      const how = ['--ops', 'negate', '--plain', '--laws', 'vjp', '--expected-failures', 'expected.json'];
      const { code, out } = await backproof('oracle', ...how, '--', ...both);
      return { code, shown: out.match(/, got (NaN|-?[\d.]+)/g)?.map((got) => got.endsWith('NaN')) };
    };
    expected('case: negate, gradient is another number');
    expect(await report()).toEqual({ code: 1, shown: [true] });
    expected('case: negate, gradient is NaN');
    expect(await report()).toEqual({ code: 1, shown: [false] });
  });

  it('fail it when they pass', async () => {
    const { code, out } = await oracle(expecting('vjp'), right);
    expect(code).toBe(4);
    expect(out).toContain(
      `negate was expected to break the law "vjp" (${issue}), but holds it: remove the entry.`,
    );
  });

  it('may pass if they fail in some runs only', async () => {
    const flaky = [{ op: 'negate', law: 'vjp', issue, sometimes: true }];
    writeFileSync('expected.json', JSON.stringify(flaky));
    const options = ['--ops', 'negate', '--expected-failures', 'expected.json'];
    expect(await oracle(options, right)).toMatchObject({ code: 0 });
  });

  it('are left as they were found if asked, and the reports say so; the others are shrunk', async () => {
    const more = ['--leave-expected', '--format', 'json', '--out', 'left.json', '--corpus', 'left'];
    const told = ['--format', 'markdown', '--out', 'left.md', '--transcript', 'left.txt'];
    const options = [...expecting('vjp', 'edges'), ...more, ...told];
    expect((await oracle(options, wrong)).code).toBe(1);
    const failures: OracleFailure[] = read('left.json').failures;
    expect(failures.map(({ law, known }) => [law, known])).toEqual([
      ['vjp', issue],
      ['edges', issue],
      ['dot', undefined],
    ]);
    const [vjp, , dot] = failures.map((each) => JSON.stringify(each.case).length);
    expect(vjp).toBeGreaterThan(dot as number);
    expect(failures.map(({ misconception }) => misconception)).toEqual([null, null, 'negate-keeps-the-sign']);
    expect(readFileSync('left.md', 'utf8')).toContain(`This failure is known (${issue})`);
    // Once for all cases, and once for the law that nobody expects to fail.
    expect(readFileSync('left.txt', 'utf8').match(/^→ \{"cmd":"start"/gm)).toHaveLength(2);
  });

  it('are checked themselves', async () => {
    writeFileSync('expected.json', '[{"op":"negate","law":"vjp","issue":"soon"}]');
    const { code, err } = await oracle(['--expected-failures', 'expected.json'], right);
    expect(code).toBe(2);
    expect(err).toContain('entry 0: expected the URL of an issue in "issue"');

    writeFileSync('expected.json', JSON.stringify([{ op: 'negate', law: 'vjp', issue, sometimes: 'often' }]));
    const often = await oracle(['--expected-failures', 'expected.json'], right);
    expect(often.err).toContain('entry 0: expected true or false in "sometimes"');

    writeFileSync('expected.json', JSON.stringify([{ op: 'negate', law: 'vjp', laws: ['dot'], issue }]));
    const both = await oracle(['--expected-failures', 'expected.json'], right);
    expect(both.err).toContain('entry 0: expected "law" or "laws", not both');
  });
});

describe('a corpus', () => {
  const options = ['--ops', 'negate', '--corpus', 'corpus'];

  it('gets new counterexamples, and runs the saved ones first', async () => {
    await oracle([...options, '--laws', 'vjp'], wrong);
    const files = readdirSync('corpus/negate');
    expect(files).toHaveLength(1);
    const again = await oracle([...options, '--format', 'json'], right);
    expect(JSON.parse(again.out).matrix.negate.value.agree).toBe(11);
    expect(existsSync('.backproof')).toBe(true);
  });

  it('may hold cases that were put there by hand, each asked in the row of its op', async () => {
    const found = readdirSync('corpus/negate')[0] as string;
    mkdirSync('by-hand');
    const text = readFileSync(join('corpus/negate', found), 'utf8');
    writeFileSync('by-hand/mine.json', text);
    writeFileSync('by-hand/of-exp.json', text.replace('"negate"', '"exp"'));
    const { out } = await oracle(['--ops', 'negate', '--corpus', 'by-hand', '--format', 'json'], right);
    expect(JSON.parse(out).matrix.negate.value.agree).toBe(11);
    writeFileSync('by-hand/other.json', '{}');
    const refused = await oracle(['--ops', 'negate', '--corpus', 'by-hand'], right);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('by-hand/other.json is not a case');
  });

  it('replays one case on an adapter', async () => {
    const file = join('corpus/negate', readdirSync('corpus/negate')[0] as string);
    const broken = await backproof('replay', file, '--', ...wrong);
    expect(broken.code).toBe(1);
    expect(broken.out).toContain(
      '✗ the vjp equals JᵀΔ: gradient of input a, for cotangent 0, entry [0]: expected -2, got 2',
    );
    const sound = await backproof('replay', file, '--', ...right);
    expect(sound.code).toBe(0);
    expect(sound.out).toContain('✓ the vjp equals JᵀΔ');
    expect(await backproof('replay', 'expected.json', '--', ...right)).toMatchObject({ code: 2 });
  });

  it('replays all that failed in a report, each case once, and says without a command that one is needed', async () => {
    await oracle(['--ops', 'negate', '--format', 'json', '--out', 'report.json'], wrong);
    const broken = await backproof('replay', 'report.json', '--', ...wrong);
    expect(broken.code).toBe(1);
    expect(broken.out.match(/^── .* ──$/gm)).toEqual(['── negate: vjp, edges, dot ──']);
    expect(broken.out).toContain('✗ the vjp equals JᵀΔ: gradient of input a');
    expect((await backproof('replay', 'report.json', '--', ...right)).code).toBe(0);
    const [, command] = / -- (.*)$/.exec(read('report.json').failures[0].replay) ?? [];
    expect((await backproof('replay', 'report.json')).err).toContain(
      `report.json is a report of backproof oracle: say how to start the adapter.\nnpx backproof replay report.json -- ${command}`,
    );
    const file = join('corpus/negate', readdirSync('corpus/negate')[0] as string);
    const { code, err } = await backproof('replay', file);
    expect(code).toBe(2);
    expect(err).toContain(`${file} is a case of backproof oracle: say how to start the adapter.`);
    expect(err).toContain(`npx backproof replay ${file} -- COMMAND…`);
  });

  it.each<readonly [Partial<Record<'program' | 'mode' | 'order' | 'directions', unknown>>, string]>([
    [
      { mode: 'compiled' },
      'The case asks for the mode "compiled"; base has eager. Write one of these as its "mode", or choose an implementation that has it.',
    ],
    [
      { program: { inputs: [{ dtype: 'float32', shape: [1] }], steps: [], outputs: [0] } },
      'The case holds float32; base has float64. Change the "dtype" of its inputs and cotangents, or choose an implementation that has it.',
    ],
    [
      {
        program: {
          inputs: [{ dtype: 'float64', shape: [1] }],
          steps: [{ op: 'exp', args: [0] }],
          outputs: [1],
        },
      },
      'The case takes exp, which base lacks; it has negate. Add exp to the adapter, or choose an implementation that has it.',
    ],
    [
      { order: 2, directions: [[{ dtype: 'float64', shape: [1], data: [2] }]] },
      'The case asks for second order; base has first order alone. Set its "order" to 1 and its "directions" to [], or choose an implementation that has it.',
    ],
  ])('says what an adapter lacks for a case, and does not run it: %o', async (changed, sentence) => {
    const dtype = sentence.includes('float32') ? 'float32' : 'float64';
    const one = [{ dtype, shape: [1], data: [2] }];
    const program = { inputs: [{ dtype, shape: [1] }], steps: [{ op: 'negate', args: [0] }], outputs: [1] };
    const plain = { program, inputs: one, cotangents: [one], mode: 'eager', order: 1, directions: [] };
    writeFileSync('lacking.json', JSON.stringify({ ...plain, ...changed }));
    expect(await backproof('replay', 'lacking.json', '--', ...right)).toEqual({
      code: 2,
      out: '',
      err: sentence,
    });
  });
});

describe('shards', () => {
  const ops = ['--ops', 'add,multiply,negate,exp,programs'];

  it('merged equal the whole, bit for bit', async () => {
    for (const command of [hello, wrong]) {
      await oracle([...ops, '--format', 'json', '--out', 'whole.json'], command);
      const parts = ['1', '2', '3', '4'].map((part) => `part-${part}.json`);
      for (const [index, file] of parts.entries()) {
        await oracle([...ops, '--shard', `${index + 1}/4`, '--format', 'json', '--out', file], command);
      }
      const merged = await backproof('merge', ...parts.reverse(), '--format', 'json', '--out', 'merged.json');
      expect(merged.code).toBe(command === hello ? 0 : 1);
      expect(readFileSync('merged.json', 'utf8')).toBe(readFileSync('whole.json', 'utf8'));
    }
  });

  it('are merged from a folder, whatever else is there, or from one each', async () => {
    mkdirSync('downloaded/backproof-3/cases', { recursive: true });
    writeFileSync('downloaded/backproof-3/cases/negate.json', '{}');
    writeFileSync('downloaded/notes.json', 'no JSON');
    for (const part of [1, 2, 3, 4])
      copyFileSync(`part-${part}.json`, `downloaded/${part === 3 ? 'backproof-3/' : ''}shard-${part}.json`);
    const { code } = await backproof('merge', 'downloaded', '--format', 'json', '--out', 'merged.json');
    expect(code).toBe(1);
    expect(readFileSync('merged.json', 'utf8')).toBe(readFileSync('whole.json', 'utf8'));
  });

  it('of which some are missing are not merged, nor one that is no shard', async () => {
    const merged = async (...files: readonly string[]) => {
      const { code, err } = await backproof('merge', ...files);
      return { code, err: err.split('\n')[0] };
    };
    const refused = (sentence: string) => ({ code: 2, err: `These reports cannot be merged: ${sentence}.` });
    expect(await merged('part-1.json', 'part-3.json', 'part-4.json')).toEqual(
      refused('shard 2/4 is missing'),
    );
    expect(await merged('part-4.json')).toEqual(refused('shards 1/4, 2/4, 3/4 are missing'));
    expect(await merged('part-1.json', 'part-1.json')).toEqual(
      refused('part-1.json and part-1.json are both shard 1/4'),
    );
    expect(await merged('part-1.json', 'whole.json')).toEqual(
      refused('whole.json does not say that it is one of several shards'),
    );
  });

  it('of different runs are not merged', async () => {
    const shard = (part: string, ...options: readonly string[]) =>
      oracle([...ops, '--shard', part, ...options, '--format', 'json', '--out', 'other.json'], wrong);
    const refusal = async () => (await backproof('merge', 'part-1.json', 'other.json')).err;
    await shard('2/4', '--seed', '2');
    expect(await refusal()).toContain('other.json has the seed 2, not 1');
    await shard('2/4', '--runs', '4');
    expect(await refusal()).toContain(
      'other.json was asked for other numbers of cases than part-1.json: 4, not 10',
    );
    await shard('2/3');
    expect(await refusal()).toContain('other.json is one of 3 shards, and part-1.json one of 4');
    expect(await backproof('merge', 'expected.json')).toMatchObject({ code: 2 });
  });

  it('of which the adapter of one broke are one run that it broke', async () => {
    writeFileSync('broken.json', JSON.stringify({ ...read('part-4.json'), brokeOff: 'The adapter died.' }));
    const files = ['part-1.json', 'part-2.json', 'part-3.json', 'broken.json'];
    const { code, err } = await backproof('merge', ...files);
    expect({ code, err }).toEqual({ code: 3, err: 'The adapter died.\nThe finished part is reported.' });
  });
});

describe('the hello adapters', () => {
  const ofAll = ['--ops', 'add,multiply,negate,programs', '--validate'];
  it('in JavaScript agrees', async () => expect((await oracle(ofAll, hello)).code).toBe(0));

  it.skipIf(!has('python3'))('in Python agrees', async () => {
    expect((await oracle(ofAll, ['python3', join(home, 'adapters/hello/hello.py')])).code).toBe(0);
  });

  it.skipIf(!has('g++'))('in C++ agrees', async () => {
    execFileSync('g++', ['-std=c++17', '-o', 'hello', join(home, 'adapters/hello/hello.cpp')]);
    expect((await oracle(ofAll, ['./hello'])).code).toBe(0);
  });
});

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
