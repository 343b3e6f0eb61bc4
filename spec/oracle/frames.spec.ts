import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { thrownAt, thrownAtText } from '../../src/oracle/frames.js';
import { backproof, inOwnFolder } from '../cli/in-own-folder.js';

const python = `Traceback (most recent call last):
  File "/kit/backproof_adapter.py", line 310, in _outcome
    reply = {"outcome": "done", **fields()}
  File "/home/me/adapter.py", line 12, in run
    return library.exp(x)
  File "/home/me/library/ops.py", line 40, in exp
    raise ValueError("no")
ValueError: no
`;
const javascript = `TypeError: no such kernel
    at exp (file:///home/me/library/ops.mjs:40:9)
    at run (/home/me/adapter.mjs:12:3)
    at async answered (file:///home/me/node_modules/backproof/dist/oracle/adapter-kit.js:301:1)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)`;

describe('the places of a traceback', () => {
  it('are those of the implementation, the innermost first, in Python and in JavaScript', () => {
    expect(thrownAt(python).frames).toEqual([
      { file: '/home/me/library/ops.py', line: 40, caller: 'exp' },
      { file: '/home/me/adapter.py', line: 12, caller: 'run' },
    ]);
    expect(thrownAt(javascript).frames).toEqual([
      { file: '/home/me/library/ops.mjs', line: 40, caller: 'exp' },
      { file: '/home/me/adapter.mjs', line: 12, caller: 'run' },
    ]);
  });

  it('are none where only the kit threw, and its last lines where the form is another', () => {
    expect(thrownAt(python.split('\n').slice(0, 3).join('\n'))).toEqual({});
    expect(thrownAt('thread main panicked at src/ops.rs:40\nstack:\n  0: exp').traceback).toBe(
      'thread main panicked at src/ops.rs:40\nstack:\n  0: exp',
    );
    expect(thrownAt('')).toEqual({});
  });

  it('are paths from here where the file is below', () => {
    const frames = [{ file: resolve('lib/ops.py'), line: 3, caller: null }];
    expect(thrownAtText({ frames })).toBe('  at lib/ops.py:3');
  });
});

describe('an array that has other than as many entries as its shape', () => {
  inOwnFolder();
  const kit = resolve('src/oracle/adapter-kit.ts');
  const tsx = resolve('node_modules/tsx/dist/loader.mjs');

  it('costs its case alone, and the gradient is named', async () => {
    writeFileSync(
      'adapter.mjs',
      `import { serve } from ${JSON.stringify(kit)};
await serve({
  implementation: { name: 'short', version: '1', language: 'JavaScript' },
  ...{ ops: ['add'], dtypes: ['float64'], modes: ['eager'], maxOrder: 1, broadcasts: true },
  run({ program, inputs, cotangents }) {
    const vjps = cotangents.map(() => inputs.map((each) => ({ ...each, data: [...each.data, 1] })));
    const isSmoke = program.steps.length === 0;
    return { values: inputs, vjps: isSmoke ? cotangents : vjps, seconds: [], echo: [...inputs, ...cotangents.flat()] };
  },
});
`,
    );
    const how = ['--plain', '--ops', 'add', '--runs', '3', '--laws', 'form'];
    const command = [process.execPath, '--import', tsx, 'adapter.mjs'];
    const { out } = await backproof('oracle', ...how, '--', ...command);
    expect(out).toMatch(/gradient 0 has \d+ entries; its shape \(.*\) has \d+/);
    expect(out).not.toContain('died');
  });
});

describe('where an adapter threw', () => {
  inOwnFolder();
  const kit = resolve('src/oracle/adapter-kit.ts');
  const tsx = resolve('node_modules/tsx/dist/loader.mjs');
  const command = [process.execPath, '--import', tsx, 'lib/adapter.mjs'];

  it('is shown in the terminal, the reports, and in a replay', async () => {
    mkdirSync('lib');
    writeFileSync(
      'lib/adapter.mjs',
      `import { serve } from ${JSON.stringify(kit)};
const implementation = { name: 'throws', version: '1', language: 'JavaScript' };
function compute({ program, inputs, cotangents }) {
  if (program.steps.length > 0) throw new TypeError('no such kernel');
  return { values: inputs, vjps: cotangents, seconds: [], echo: [...inputs, ...cotangents.flat()] };
}
const about = { dtypes: ['float64'], modes: ['eager'], maxOrder: 1, broadcasts: true };
await serve({ implementation, ops: ['exp'], ...about, run: (testCase) => compute(testCase) });
`,
    );
    const outs = ['json', 'html', 'markdown'].flatMap((name) => ['--format', name, '--out', name]);
    const how = ['--plain', '--ops', 'exp', '--runs', '3', ...outs];
    const { code, out } = await backproof('oracle', ...how, '--', ...command);
    const place = 'threw TypeError: no such kernel\n  at compute lib/adapter.mjs:4\n';
    expect(code).toBe(1);
    expect(out).toContain(place);
    for (const report of ['html', 'markdown']) expect(readFileSync(report, 'utf8')).toContain(place);
    const [failure] = JSON.parse(readFileSync('json', 'utf8')).failures;
    expect(failure.frames[0]).toEqual({ file: resolve('lib/adapter.mjs'), line: 4, caller: 'compute' });
    const [file] = readdirSync('.backproof/oracle/exp');
    const again = await backproof('replay', `.backproof/oracle/exp/${file}`, '--', ...command);
    expect(again.out).toContain(place.trimEnd());
  });
});
