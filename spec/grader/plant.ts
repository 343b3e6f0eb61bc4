/** Submissions with a misconception of ours in the place of the solution. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Misconception } from '../../src/misconceptions/index.js';
import { solutionOf } from './submit.js';

/** The room of misconceptions as files of a submission, which may import nothing but `backproof/engine`; and what it reads with. */
function room(id: string): Record<string, string> {
  const files = readdirSync('src/misconceptions').filter(
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

/** All files of a submission of one exercise with this mistake in it. */
export function planted(misconception: Misconception): Record<string, string> {
  const { exercise: id, name } = misconception;
  if (id === null) throw new Error(`${name} is no mistake of an exercise`);
  if (misconception.kind === 'rule' && misconception.family !== undefined)
    throw new Error(`${name} is generated, and no text of a file`);
  const file = readdirSync('src/misconceptions').find((each) =>
    readFileSync(`src/misconceptions/${each}`, 'utf8').includes(`'${name}'`),
  );
  const wrong = `import * as wrongs from './misconceptions/${file?.replace('.ts', '.js')}';
    const wrong: any = Object.values(wrongs).flat().find((each: any) => each.name === '${name}');\n`;
  return {
    ...room(id),
    ...(misconception.kind === 'rule' ? inRule(id, misconception.op, wrong) : inFunctions(id, wrong)),
  };
}

function inRule(exercise: string, op: string, wrong: string): Record<string, string> {
  const solution = solutionOf(exercise);
  const owner = new RegExp(`export class (\\w+) extends [^{]*\\{\\n  readonly name = '${op}'`).exec(
    solution,
  )?.[1];
  return {
    [`${exercise}/${exercise}.ts`]: `${solution}\n${wrong}${owner}.prototype.gradient = wrong.gradient;\n`,
  };
}

function inFunctions(id: string, wrong: string): Record<string, string> {
  const names = id === 'backward' ? ['topologicalOrder', 'propagate'] : ['realize'];
  const exported = names.map((name) => `export const ${name} = wrong.${name} ?? right.${name};\n`).join('');
  return {
    [`${id}/right.ts`]: solutionOf(id),
    [`${id}/${id}.ts`]: `import * as right from './right.js';\n${wrong}${exported}`,
  };
}
