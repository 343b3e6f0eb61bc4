/** docs/ops.md, from the vocabulary, the engine's source and cases that the engine runs; a spec holds that it is current. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../src/case/case.js';
import { adjointNameOf, nameOf, printProgram } from '../src/case/print.js';
import { formatTensor } from '../src/case/tensor-data.js';
import { opNames } from '../src/case/vocabulary.js';
import { type About, aboutOp } from '../src/cli/ops.js';
import { engineImplementation } from '../src/engine/implementation.js';
import { repository } from './repository.js';
import type { WrittenFile } from './rewrite.js';

const preface = `# The ops

\`npm run project\` writes this page from the vocabulary: change the sources, not the page.

Each op has its attributes as JSON Schemas (those of the [protocol](protocol.md)), the arguments for which it has slopes,
and what is convention, at kinks and elsewhere. The example is a case of the generators, the smallest of a few; the engine
has run it, and printed its value and, for each argument, the VJP with Δ (\`ā\` for \`a\`), rounded to six digits. Then
comes the engine's class: \`entry\` or \`compute\` is the value, \`gradient\` the VJP. That of \`detach\` is in
[tensor.ts](../src/engine/tensor/tensor.ts).

\`npx backproof ops NAME\` prints the first half of a section. [Adding an op](adding-an-op.md) says how to write a new one.`;

export async function opsPage(): Promise<WrittenFile> {
  const classes = opClasses();
  const sections: string[] = [];
  for (const op of opNames) sections.push(await sectionOf(aboutOp(op), classes.get(op)));
  return { path: 'docs/ops.md', text: `${[preface, ...sections].join('\n\n')}\n` };
}

interface OpClass {
  readonly file: string;
  readonly text: string;
}

/** The classes of the engine's ops, by the name of the op. */
function opClasses(): ReadonlyMap<string, OpClass> {
  const folder = 'src/engine/ops';
  const files = readdirSync(join(repository, folder)).map((name) => `${folder}/${name}`);
  return new Map(
    files.flatMap((file) =>
      [
        ...readFileSync(join(repository, file), 'utf8').matchAll(
          /^export class \w+ [^\n]*\{\n {2}readonly name = '(\w+)';\n.*?^\}$/gms,
        ),
      ].map(([text, name = '']) => [name, { file, text }] as const),
    ),
  );
}

async function sectionOf(about: About, source: OpClass | undefined): Promise<string> {
  const { op, signature, attributes, domain, conventions, example } = about;
  const schemas = Object.entries(attributes).map(
    ([name, schema]) => `- \`${name}\`: \`${JSON.stringify(schema)}\``,
  );
  return [
    `## ${op}`,
    `\`${signature}\``,
    ...(schemas.length > 0 ? [schemas.join('\n')] : []),
    `Arguments where it has slopes: ${domain.join(', ')}.`,
    ...(conventions.length > 0 ? [conventions.map((line) => `- ${markdown(line)}`).join('\n')] : []),
    fenced('text', await exampleText(example)),
    ...(source === undefined ? [] : [`[${source.file}](../${source.file}):`, fenced('ts', source.text)]),
  ].join('\n\n');
}

/** Options of a command stand as code. */
const markdown = (line: string): string => line.replace(/--kinks \S+/, '`$&`');

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

async function exampleText(drawn: Case): Promise<string> {
  const { program, inputs } = drawn;
  const cotangents = drawn.cotangents.slice(0, 1);
  const outcome = await engineImplementation().run({ ...drawn, cotangents, directions: [], order: 1 });
  if (outcome.kind !== 'done')
    throw new Error(`the engine did not run the example: ${JSON.stringify(outcome)}`);
  const [vjp = []] = outcome.vjps;
  return [
    printProgram(program),
    ...inputs.map((tensor, id) => `${nameOf(id)} = ${formatTensor(tensor)}`),
    `Δ = ${cotangents.flat().map(formatTensor).join(', ')}`,
    ...outcome.values.map((value, index) => `${nameOf(program.outputs[index] ?? 0)} = ${rounded(value)}`),
    ...vjp.map((gradient, id) => `${adjointNameOf(id)} = ${rounded(gradient)}`),
  ].join('\n');
}

/** The last digits of transcendental functions may differ between versions of V8. */
const rounded = (tensor: Parameters<typeof formatTensor>[0]): string =>
  formatTensor({ ...tensor, data: Array.from(tensor.data, (entry) => Number(entry.toPrecision(6))) });
