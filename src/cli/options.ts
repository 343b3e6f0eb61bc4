/** Reading a command's options: what they may be is said here once, in sentences. */
import { parseArgs } from 'node:util';
import { type Kinks, parseKinks } from '../case/kinks.js';
import { isLanguage, languageOf, languages, type Texts, textsIn } from '../texts/index.js';
import { type Options, UsageError } from './command.js';

export const flag = (help: string) => ({ type: 'boolean', help }) as const;
export const value = (takes: string, help: string) => ({ type: 'string', takes, help }) as const;
/** One that may be given several times. */
export const repeated = (takes: string, help: string) => ({ ...value(takes, help), multiple: true }) as const;

export const kinksOption = value(
  'OP=SLOPE[,…]',
  'requires one slope of relu, abs, maximum, minimum, clip on their kinks, such as relu=0',
);

export const languageOption = value(
  'LANGUAGE',
  `what you read is in this language: en, or zh for Chinese (default: zh where LC_ALL, LC_MESSAGES or LANG begins with zh)`,
);

/** The texts of the language that is asked for, else of the machine's. */
export function textsAsked(language: string | undefined): Promise<Texts> {
  if (language === undefined) return textsIn(languageOf(process.env));
  if (isLanguage(language)) return textsIn(language);
  throw new UsageError(`--lang knows no "${language}". It takes ${languages.join(', ')}.`);
}

/** Node's parseArgs. @throws {UsageError} on an option that is not among these */
export function parseOptions<const Known extends Options>(
  args: readonly string[],
  options: Known,
): ReturnType<typeof parseArgs<{ options: Known; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw new UsageError(`${message}.`.replace('..', '.'));
    const names = Object.keys(options).map((name) => `--${name}`);
    throw new UsageError(
      `${/^Unknown option '.*?'(?=\.|$)/s.exec(message)?.[0]}. The options are ${names.join(', ')}.`,
    );
  }
}

/** What `--help` says of options: a line for each, and more where it is long. */
export const optionLines = (options: Options): string =>
  Object.entries(options)
    .map(([name, { takes = '', help }]) => {
      const head = `  --${name} ${takes}`.padEnd(25);
      const [first, ...more] = help.match(/\S.{0,94}(?= |$)/g) ?? [];
      const lines = head.length === 25 ? [head + first, ...more] : [head, first, ...more];
      return lines.map((line, index) => (index === 0 ? line : ' '.repeat(25) + line)).join('\n');
    })
    .join('\n');

export function wholeNumber(
  option: string,
  text: string | undefined,
  otherwise: number,
  least: number,
): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= 0x7fffffff) return value;
  throw new UsageError(`${option} takes a whole number from ${least} to ${0x7fffffff}, not "${text}".`);
}

/** What stands before and after `--`: a command's own arguments, and the command line of an adapter. */
export function splitCommand(args: readonly string[]): {
  readonly own: readonly string[];
  readonly command: readonly string[] | undefined;
} {
  const at = args.indexOf('--');
  if (at === -1) return { own: args, command: undefined };
  const command = args.slice(at + 1);
  if (command.length > 0) return { own: args.slice(0, at), command };
  throw new UsageError('The command that starts the adapter must follow --; there is none.');
}

/** A convention for kinks, given as `relu=0,…`; none when nothing is given. */
export function kinksDeclared(text: string | undefined): { readonly kinks?: Kinks } {
  if (text === undefined) return {};
  const kinks = parseKinks(text);
  if (typeof kinks === 'string') throw new UsageError(`--kinks: ${kinks}.`);
  return { kinks };
}

/** Some of these names, given as `a,b,c`; all when nothing is given. */
export function namesAmong(
  option: string,
  text: string | undefined,
  known: readonly string[],
): readonly string[] {
  if (text === undefined) return known;
  const names = text.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  throw new UsageError(`${option} knows no "${unknown}". It takes ${known.join(', ')}.`);
}

/** One part of several, given as `1/4`; undefined when nothing is given. */
export function shardAsked(
  text: string | undefined,
): { readonly part: number; readonly of: number } | undefined {
  if (text === undefined) return undefined;
  const [, part, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (part !== undefined && of !== undefined && 1 <= part && part <= of) return { part, of };
  throw new UsageError(`--shard takes a part and how many there are, such as 1/4, not "${text}".`);
}
