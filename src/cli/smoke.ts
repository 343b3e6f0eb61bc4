/** `backproof smoke`: one case of each op of an adapter, in seconds. */
import { at } from '../case/at.js';
import type { DType } from '../case/tensor-data.js';
import { opNames } from '../case/vocabulary.js';
import { jsonText } from '../formats/json-text.js';
import { thrownAtText } from '../oracle/frames.js';
import { Session, smokeTest } from '../oracle/index.js';
import { type OneCase, oneOfEach } from '../oracle/one-each.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { flag, optionLines, parseOptions, splitCommand, value, wholeNumber } from './options.js';
import { linkOptions, sessionOptions } from './oracle-options.js';

const options = {
  dtype: value('NAME', 'the dtype of the cases (default: the first that the adapter has)'),
  mode: value('NAME', 'the mode (default: the first)'),
  seed: value('N', 'draws other cases (default 1)'),
  json: flag('prints it as JSON, for programs'),
  ...sessionOptions,
} as const;

const help = `backproof smoke [options] -- COMMAND…

Starts COMMAND, an adapter (see docs/adapters.md), and runs one case of each of its ops: what runs, what it lacks, and
what is wrong. It takes seconds; \`backproof oracle\` looks closer.

${optionLines(options)}

Exit code: 0 all that it has runs, 1 something is wrong, 2 usage, or nothing was decided, 3 the adapter is broken,
70 an error of backproof itself.`;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { own, command } = splitCommand(args);
  if (command === undefined)
    throw new UsageError('Say how to start the adapter: backproof smoke [options] -- COMMAND…');
  const { values, positionals } = parseOptions(own, options);
  if (positionals.length > 0)
    throw new UsageError(`Put -- before the adapter's command: -- ${positionals.join(' ')}`);
  const seed = wholeNumber('--seed', values.seed, 1, 0);
  const session = await Session.open(command, await linkOptions(values, output));
  try {
    const dtype = among('--dtype', values.dtype, session.dtypes) as DType;
    const mode = among('--mode', values.mode, session.modes);
    if (session.ops.length > 0) await smokeTest(session);
    const cases = await oneOfEach(session, { dtype, mode, seed });
    output.log(values.json ? jsonOf(session, cases, dtype, mode) : textOf(session, cases, dtype, mode));
    return codeOf(session, cases, output);
  } finally {
    await session.stop();
  }
}

export const command: Command = { help, options, run };

function among(option: string, name: string | undefined, has: readonly string[]): string {
  if (name === undefined) return at(has, 0);
  if (has.includes(name)) return name;
  throw new UsageError(`${option} ${name}: the implementation has only ${has.join(', ')}.`);
}

function codeOf(session: Session, cases: readonly OneCase[], output: Output): ExitCode {
  if (session.broken !== undefined) {
    output.error(session.broken.message);
    return 3;
  }
  if (cases.some(({ state }) => state === 'wrong')) return 1;
  if (cases.some(({ state }) => state === 'runs')) return 0;
  output.error('No case of any op could be decided: nothing was checked.');
  return 2;
}

const lacked = ({ ops }: Session): string[] => opNames.filter((name) => !ops.includes(name));

function jsonOf(session: Session, cases: readonly OneCase[], dtype: string, mode: string): string {
  const { implementation } = session.about;
  return jsonText({ version: 1, implementation, dtype, mode, cases, lacks: lacked(session) }).trimEnd();
}

function textOf(session: Session, cases: readonly OneCase[], dtype: string, mode: string): string {
  const { name, version } = session.about.implementation;
  const of = (state: OneCase['state']) => cases.filter((each) => each.state === state);
  const list = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${what} (${names.length}): ${names.join(', ')}`];
  const runs = of('runs').map(({ op }) => op);
  return [
    `${name} ${version}, ${dtype}, ${mode}: one case of each op`,
    ...list('✓ runs', runs),
    ...of('wrong').map((each) => ['✗', lineOf(each), thrownAtText(each)].join(' ').trimEnd()),
    ...[...of('unsupported'), ...of('undecided')].map((each) => `? ${lineOf(each)}`),
    ...list('– lacks', lacked(session)),
  ].join('\n');
}

const lineOf = ({ op, law, said }: OneCase): string =>
  `${op}: ${law === undefined ? '' : `${law}: `}${said ?? 'no case could be drawn'}`;
