/** Submissions with a misconception of ours in the place of the solution. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Misconception } from '../../src/misconceptions/index.js';
import { solutionOf } from './submit.js';

let texts: ReadonlyMap<string, string> | undefined;

/** The files of misconceptions, each with its text; read once. */
const rooms = (): ReadonlyMap<string, string> =>
  (texts ??= new Map(
    readdirSync('src/misconceptions').map((name) => [
      name,
      readFileSync(`src/misconceptions/${name}`, 'utf8'),
    ]),
  ));

/** The room of misconceptions as files of a submission, which may import nothing but `backproof/engine`; and what it reads with. */
function room(id: string): Record<string, string> {
  const files = [...rooms().keys()].filter(
    (name) => !['index.ts', 'name.ts', 'plant.ts', 'evidence.ts', 'generated.ts'].includes(name),
  );
  const needed = ['case/at.ts', 'case/internal-error.ts', ...files.map((name) => `misconceptions/${name}`)];
  return Object.fromEntries(
    needed.map((path) => {
      const source = readFileSync(`src/${path}`, 'utf8');
      return [`${id}/${path}`, source.replaceAll("'../engine/index.js'", "'backproof/engine'")];
    }),
  );
}

/**
 * All files of a submission of one exercise with these mistakes in it: one, or rules of several ops.
 * @throws where two are of one op, which has one rule
 */
export function planted(...mistakes: readonly [Misconception, ...Misconception[]]): Record<string, string> {
  const [first] = mistakes;
  const { exercise: id } = first;
  if (id === null) throw new Error(`${first.name} is no mistake of an exercise`);
  if (first.kind !== 'rule' && mistakes.length === 1)
    return { ...room(id), ...inFunctions(id, wrongAs('wrong', first)) };
  return { ...room(id), [`${id}/${id}.ts`]: [solutionOf(id), ...inRules(id, mistakes)].join('\n') };
}

/** Declares the mistake under this name in a file beside the misconceptions. */
function wrongAs(declared: string, { name }: Misconception): string {
  const file = [...rooms()].find(([, text]) => text.includes(`'${name}'`))?.[0];
  return `import * as ${declared}s from './misconceptions/${file?.replace('.ts', '.js')}';
    const ${declared}: any = Object.values(${declared}s).flat().find((each: any) => each.name === '${name}');\n`;
}

function inRules(id: string, mistakes: readonly Misconception[]): string[] {
  const ops = new Set<string>();
  return mistakes.map((each, index) => {
    const { name, exercise, kind } = each;
    if (kind !== 'rule' || exercise !== id) throw new Error(`${name} is no rule of ${id}`);
    if (each.family !== undefined) throw new Error(`${name} is generated, and no text of a file`);
    if (ops.has(each.op)) throw new Error(`${name} is not the first mistake of ${each.op}`);
    ops.add(each.op);
    const wrong = wrongAs(`wrong${index}`, each);
    return `${wrong}${classOf(id, each.op)}.prototype.gradient = wrong${index}.gradient;\n`;
  });
}

function classOf(exercise: string, op: string): string {
  const declared = new RegExp(`export class (\\w+) extends [^{]*\\{\\n  readonly name = '${op}'`);
  const found = declared.exec(solutionOf(exercise))?.[1];
  if (found === undefined) throw new Error(`the solution of ${exercise} has no class of ${op}`);
  return found;
}

function inFunctions(id: string, wrong: string): Record<string, string> {
  const names = id === 'backward' ? ['topologicalOrder', 'propagate'] : ['realize'];
  const exported = names.map((name) => `export const ${name} = wrong.${name} ?? right.${name};\n`).join('');
  return {
    [`${id}/right.ts`]: solutionOf(id),
    [`${id}/${id}.ts`]: `import * as right from './right.js';\n${wrong}${exported}`,
  };
}
