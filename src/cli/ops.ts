/** `backproof ops`: the vocabulary, for whoever writes an adapter. */
import fc from 'fast-check';
import type { Case } from '../case/case.js';
import type { Schema } from '../case/json-schema.js';
import type { Kink } from '../case/ops/entry.js';
import { factsOf, type OpName, opNames, type Step, vocabulary } from '../case/vocabulary.js';
import { jsonText } from '../formats/json-text.js';
import { singleOpCases, space, without } from '../generate/index.js';
import { explainCase } from '../verify/index.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { flag, optionLines, parseOptions } from './options.js';

const options = { json: flag('prints it as JSON, for programs') } as const;

const help = `backproof ops [NAME…] [--json]

Lists the ops of programs; of those named, says all: arguments, attributes, where they are defined, what is convention,
and an example.

${optionLines(options)}

Exit code: 0 said, 2 there is no such op.`;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, options);
  const unknown = positionals.find((name) => !Object.hasOwn(vocabulary, name));
  if (unknown !== undefined) throw new UsageError(unknownOp(unknown));
  const named = positionals.length === 0 ? opNames : (positionals as OpName[]);
  const all = named.map(aboutOp);
  if (values.json)
    output.log(jsonText(all.map((about) => ({ ...about, example: explainCase(about.example) }))).trimEnd());
  else output.log(positionals.length === 0 ? listOf(all) : all.map(textOf).join('\n\n'));
  return 0;
}

export const command: Command = { help, options, run };

function unknownOp(name: string): string {
  const like = opNames.filter((op) => op.includes(name) || name.includes(op)).slice(0, 5);
  const meant = like.length === 0 ? 'backproof ops lists them all.' : `Did you mean ${like.join(', ')}?`;
  return `There is no op "${name}". ${meant}`;
}

export interface About {
  readonly op: OpName;
  readonly signature: string;
  readonly arguments: number | 'one or more';
  /** JSON Schemas. */
  readonly attributes: Readonly<Record<string, Schema>>;
  /** Of each argument of the example; `real` is everywhere. */
  readonly domain: readonly string[];
  readonly conventions: readonly string[];
  readonly example: Case;
}

/** The smallest of so many is the example. */
const draws = 20;

export function aboutOp(op: OpName): About {
  const { arity, attributes } = vocabulary[op];
  const names = Object.keys(attributes);
  const where = space({
    biases: without('zero-d', 'empty', 'high-rank', 'five-axes', 'repeated-input', 'unused-input'),
  });
  const size = ({ inputs, cotangents }: Case) =>
    [...inputs, ...cotangents.flat()].reduce((sum, { data }) => sum + data.length, 0);
  const [example] = fc
    .sample(singleOpCases(op, where), { numRuns: draws, seed: 1 })
    .sort((a, b) => size(a) - size(b));
  if (example === undefined) throw new Error(`no case of ${op} was drawn`);
  const step = example.program.steps[0] as Step;
  const operands = arity === 'some' ? ['a', 'b', '…'] : ['a', 'b', 'c'].slice(0, arity);
  return {
    op,
    signature: `${op}(${[...operands, ...names.map((name) => `${name}=`)].join(', ')})`,
    arguments: arity === 'some' ? 'one or more' : arity,
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([name, kind]) => [name, (kind as { readonly schema: Schema }).schema]),
    ),
    domain: factsOf(step).domain(step),
    conventions: conventionsOf(op, names),
    example,
  };
}

const atKinks: Readonly<Record<Exclude<Kink, 'none'>, string>> = {
  zero: 'At 0',
  tie: 'Where two arguments are equal',
  bounds: 'Where the argument meets a bound',
  order: 'Where entries tie and their order decides',
  origin: 'Where all entries of a slice are 0',
  equal: 'Where all entries of a slice are equal',
};

const images =
  'Images are (batch, rows, columns, channels), kernels (rows, columns, in, out); the kernel is not flipped.';

const ofOp: Readonly<Partial<Record<OpName, string>>> = {
  conv: images,
  conv_general: images,
  var: 'The sum of squares is divided by the number of entries less the correction.',
  std: 'The sum of squares is divided by the number of entries less the correction.',
};

function conventionsOf(op: OpName, attributes: readonly string[]): string[] {
  const { kink, elementwise, arity, declarable } = vocabulary[op] as ReturnType<typeof factsOf>;
  const [low, high] = declarable ?? [];
  const own = ofOp[op];
  return [
    ...(own === undefined ? [] : [own]),
    ...(elementwise && arity === 2 ? ['Operands are broadcast as in NumPy.'] : []),
    ...(attributes.includes('axes')
      ? ['Axes may be negative and unordered; [] is no axis, and null, where it is allowed, all of them.']
      : []),
    ...(attributes.includes('axis') ? ['A negative axis counts from the last.'] : []),
    ...(kink === 'none'
      ? []
      : [`${atKinks[kink]} the slope jumps: any number between the slopes on both sides is right.`]),
    ...(low === undefined ? [] : [`--kinks ${op}=SLOPE requires one slope there, from ${low} to ${high}.`]),
  ];
}

const listOf = (all: readonly About[]): string => all.map(({ signature }) => signature).join('\n');

function textOf({ signature, attributes, domain, conventions, example }: About): string {
  const lines = Object.entries(attributes).map(([name, schema]) => `  ${name}: ${JSON.stringify(schema)}`);
  return [
    signature,
    ...(lines.length > 0 ? ['Attributes, as JSON Schemas:', ...lines] : []),
    `Arguments where it has slopes: ${domain.join(', ')}.`,
    ...conventions,
    'For example:',
    explainCase(example),
  ].join('\n');
}
