/** Command lines that nobody means: whatever they say, they end in a documented exit code, and in sentences. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { exitCodes } from '../../src/cli/exit-codes.js';
import { run } from '../../src/cli/main.js';

/** What stands in the folder where the commands run, by file. */
const garbage: Readonly<Record<string, string>> = {
  'empty.json': '',
  'null.json': 'null',
  'list.json': '[[],{},0]',
  'deep.json': '['.repeat(50_000) + ']'.repeat(50_000),
  'cut.json': '{"version":1,"matrix":{"add":',
  'half.json': '{"version":1,"matrix":{"add":null},"failures":[null]}',
  'case.json':
    '{"program":{"inputs":[{"dtype":"float64","shape":[30000,1]},{"dtype":"float64","shape":[1,30000]}],"steps":[{"op":"add","args":[0,1]}],"outputs":[2]},"inputs":[],"cotangents":[],"mode":"eager","order":1,"directions":[]}',
  'replay.json': '{"exercise":"matmul","submission":"work","case":{}}',
  'binary.json': '\u0000\u0001\ufffd\u001b[31m',
  'assignment.json': '{"name":"x","exercises":[]}',
  'results/ada.json': '{"version":1,"exercises":[null],"made":{}}',
  'broken/definition.ts': 'export default {',
  'odd/definition.ts': 'export default { title: 1, inputs: { x: { shape: [-1] } }, definition: "x +" };',
};

/** Small enough that grading ends at once: nothing is in the folder that is graded. */
const folders = ['work', 'results', 'other', 'broken', 'odd'];
const files = Object.keys(garbage);

const words = fc.constantFrom(
  ...files,
  ...folders,
  'gone',
  '',
  '.',
  '/dev/null',
  '/dev/full',
  'empty.json/below',
  'x'.repeat(300),
);
const numbers = fc.constantFrom('0', '1', '-1', '1e9', '3/2', '1/1', '0/0', 'NaN', '2147483648', '0x1', ' ');
const names = fc.constantFrom(
  'matmul',
  'music',
  ',',
  'matmul,matmul',
  'relu=2',
  'relu=0',
  'float64',
  'value',
  'json',
  'pdf',
  '__proto__',
  'constructor',
  'new',
  'check',
  'project',
  'swish',
);
const value = fc.oneof(words, numbers, names, fc.string({ maxLength: 20 }), fc.constant('é\u202e\u001b[2J'));

const optionNames = [
  'assignment',
  'with',
  'only',
  'runs',
  'seed',
  'kinks',
  'reveal',
  'json',
  'format',
  'out',
  'jobs',
  'resume',
  'shard',
  'exercises',
  'name',
  'ops',
  'laws',
  'dtype',
  'mode',
  'expected-failures',
  'corpus',
  'timeout',
  'restarts',
  'validate',
  'transcript',
  'help',
  'fast',
  'exercise',
  'dir',
  'python',
  'model',
  'functions',
];
const option = fc
  .tuple(fc.constantFrom(...optionNames), fc.option(value, { freq: 5 }), fc.boolean())
  .map(([name, given, joined]) => {
    if (given === null) return [`--${name}`];
    return joined ? [`--${name}=${given}`] : [`--${name}`, given];
  });
const argument = fc.oneof(
  option,
  value.map((word) => [word]),
);
const command = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('grade', 'assignment', 'replay', 'oracle', 'merge', 'exercise') },
  { weight: 1, arbitrary: fc.oneof(fc.constantFrom('--help', '--version', 'toString'), fc.string()) },
);

/** Few, as each is a process: all are harmless, and none is an adapter. */
const adapter = fc.oneof(
  { weight: 19, arbitrary: fc.constant<string[]>([]) },
  { weight: 1, arbitrary: fc.constantFrom(['--', 'true'], ['--', 'no-such-program'], ['--']) },
);

const commandLine = fc
  .tuple(command, fc.array(argument, { maxLength: 5 }), adapter)
  .map(([name, args, started]) => [name, ...args.flat(), ...started])
  .filter((line) => !costly(line));

/** What would do real work, such as packing this package, or grading a class in workers. */
function costly([name, ...args]: readonly string[]): boolean {
  if (name === 'assignment') return args.includes('create') && args.every((arg) => !arg.includes('\0'));
  return name === 'grade' && !args.some((arg) => arg.startsWith('--only') || arg.startsWith('--json'));
}

/** @returns how one of `count` command lines went wrong, once shrunk; undefined where none did */
export async function fuzz(count: number, seed: number, onRun: () => void): Promise<string | undefined> {
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'command-lines-'));
  process.chdir(folder);
  try {
    const holds = fc.asyncProperty(commandLine, async (line) => {
      onRun();
      layOut();
      const problem = await problemOf(line);
      if (problem !== undefined) throw new Error(`${JSON.stringify(line)}: ${problem}`);
    });
    const result = await fc.check(holds, { numRuns: count, seed, endOnFailure: false });
    return result.failed ? String((result.errorInstance as Error).message) : undefined;
  } finally {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A command may have written over any of them, or beside them. */
function layOut(): void {
  for (const name of readdirSync('.'))
    if (!files.includes(name)) rmSync(name, { recursive: true, force: true });
  for (const name of folders) mkdirSync(name, { recursive: true });
  for (const [name, text] of Object.entries(garbage)) writeFileSync(name, text);
}

async function problemOf(line: readonly string[]): Promise<string | undefined> {
  const said: string[] = [];
  const print = (text: string) => said.push(String(text));
  try {
    const code = await run(line, { log: print, error: print });
    if (!Object.hasOwn(exitCodes, code)) return `exit code ${code} is not documented`;
    if (code === 70) return `an internal error: ${said.join('\n')}`;
    const all = said.join('\n');
    if (code !== 0 && all.trim() === '') return `exit code ${code} without a word`;
    return /^ {4}at /m.test(all) ? `a stack trace: ${all}` : undefined;
  } catch (error) {
    return `it threw ${String(error)}`;
  }
}
