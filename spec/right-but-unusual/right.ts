/** Right submissions that nobody expects: what is unusual about them, and the source text that a learner could have written. */
import { solutionOf } from '../grader/submit.js';

/** A rule in the place of the solution's. */
export interface RightRule {
  readonly exercise: string;
  /** The class that it belongs to. */
  readonly of: string;
  readonly name: string;
  /** The body of `gradient(outGrad, node)`. */
  readonly body: string;
  /** What else the file holds for it; no two have a name in common. */
  readonly with?: string;
}

/** Class, what is unusual, the body, and what else the file holds. */
type Row = readonly [of: string, name: string, body: string, added?: string];

export const rulesOf = (exercise: string, rows: readonly Row[]): RightRule[] =>
  rows.map(([of, name, body, added]) => ({ exercise, of, name, body, ...(added && { with: added }) }));

/** A file of an exercise that is scored as a whole. */
export interface RightFile {
  readonly exercise: string;
  readonly name: string;
  readonly source: string;
}

export interface Submitted {
  readonly exercise: string;
  /** The unusual things in it. */
  readonly names: readonly string[];
  readonly source: string;
}

/** As few submissions as hold all rules: each op has one rule at a time. */
export function submissionsOf(rules: readonly RightRule[], files: readonly RightFile[] = []): Submitted[] {
  const layers: RightRule[][] = [];
  for (const rule of rules) {
    const clashes = (other: RightRule) => other.exercise !== rule.exercise || other.of === rule.of;
    const free = layers.find((layer) => !layer.some(clashes));
    if (free === undefined) layers.push([rule]);
    else free.push(rule);
  }
  const ofRules = layers.map((layer) => {
    const { exercise } = layer[0] as RightRule;
    return {
      exercise,
      names: layer.map(({ of, name }) => `${of}: ${name}`),
      source: sourceOf(exercise, layer),
    };
  });
  return [...ofRules, ...files.map(({ exercise, name, source }) => ({ exercise, names: [name], source }))];
}

/** The solution of an exercise with these rules in it. */
export function sourceOf(exercise: string, rules: readonly RightRule[]): string {
  const solution = rules.reduce((source, { of, body }) => withBody(source, of, body), solutionOf(exercise));
  const added = rules.map((rule) => rule.with ?? '').join('\n');
  return `import * as engine from 'backproof/engine';\n${solution}\n${added}\n`;
}

/** The source with another body for the gradient of a class, whose second parameter is then called node. */
function withBody(source: string, of: string, body: string): string {
  const begin = source.search(new RegExp(`class ${of} extends `));
  const head = /gradient\(outGrad: Tensor, \w+: (Node<\w+>)\): (\w+) \{/g;
  head.lastIndex = begin;
  const found = begin < 0 ? null : head.exec(source);
  if (found === null) throw new Error(`the solution has no gradient of ${of}`);
  const start = found.index + found[0].length;
  let end = start;
  for (let depth = 1; depth > 0; end++) depth += source[end] === '{' ? 1 : source[end] === '}' ? -1 : 0;
  const [, node, returned] = found;
  const method = `gradient(outGrad: Tensor, node: ${node}): ${returned} {\n    ${body}\n  }`;
  return source.slice(0, found.index) + method + source.slice(end);
}
