/** What can be planted in a folder: the classes of ops in it, and the functions of `backward` and `realize`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Misconception, misconceptions } from '../../misconceptions/index.js';

type Planted = Exclude<Misconception, { kind: 'gradient' | 'engine' | 'own' }>;

export interface Mutant {
  readonly mistake: Planted;
  /** The op whose rule is wrong; or `backward` or `realize`. */
  readonly op: string;
  /** The file that it is planted in, within the folder. */
  readonly file: string;
  /** What is appended to the file. */
  readonly code: string;
}

/** Every known mistake that can be planted in this folder, in the order of its files. */
export const mutantsOf = (folder: string): readonly Mutant[] =>
  sourcesIn(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return [...inClasses(text, file), ...inFunctions(text, file)];
  });

/** Never planted in, and not copied. */
export const leftOut: readonly string[] = ['node_modules', '.git', '.backproof'];

function sourcesIn(folder: string, within = ''): string[] {
  const entries = readdirSync(join(folder, within), { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(within, entry.name);
      if (entry.isDirectory()) return leftOut.includes(entry.name) ? [] : sourcesIn(folder, path);
      return /(?<!\.d|\.test|\.spec)\.ts$/.test(entry.name) ? [path] : [];
    });
}

/** Classes that are written as the exercises' are: with the op's name as a field, and a method `gradient`. */
function inClasses(text: string, file: string): Mutant[] {
  return text.split(/^(?=(?:export )?(?:default )?class )/m).flatMap((declared) => {
    const owner = /^[\w ]*class (\w+)/.exec(declared)?.[1];
    const op = /^\s+(?:override )?(?:readonly )?name(?:: [^=]+)? = ['"](\w+)['"]/m.exec(declared)?.[1];
    if (owner === undefined || !/^\s+(?:override )?gradient\(/m.test(declared)) return [];
    return misconceptions.flatMap((mistake): Mutant[] => {
      if (mistake.kind !== 'rule' || mistake.op !== op) return [];
      const call = `plantRule(${owner}, '${mistake.name}');`;
      return [{ mistake, op, file, code: `${imported('plantRule')}${call}\n` }];
    });
  });
}

function inFunctions(text: string, file: string): Mutant[] {
  const declared = [...text.matchAll(/^export function (\w+)/gm)].map(([, name]) => name ?? '');
  return misconceptions.flatMap((mistake): Mutant[] => {
    if (mistake.kind !== 'backward' && mistake.kind !== 'realize') return [];
    const names = ['topologicalOrder', 'propagate', 'realize'].filter((name) => name in mistake);
    if (!names.every((name) => declared.includes(name))) return [];
    // A function's name can be assigned to within its module, although compilers advise against it.
    const calls = names.map(
      (name) => `// @ts-ignore\n${name} = plantedFunction('${mistake.name}', '${name}');\n`,
    );
    return [{ mistake, op: mistake.kind, file, code: `${imported('plantedFunction')}${calls.join('')}` }];
  });
}

const imported = (name: string): string =>
  `\n// A known mistake, planted by \`backproof audit\`.\nimport { ${name} } from 'backproof/planted';\n`;
