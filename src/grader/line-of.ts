/** Which line of a learner's file a part is about. */
import type { Exercise } from './exercises.js';

/** Searched for as written in the stub; code that is written differently has no line. */
export function lineOf(exercise: Exercise, part: string, source: string): number | undefined {
  const { kind, functions, ops, own } = exercise;
  // Parts that share one rule have names of their own.
  const rule = ops.length === 1 ? (ops[0] as string) : part;
  const [only, ...more] = functions;
  const at =
    own?.entry !== undefined
      ? inChapterAt(only ?? part, source)
      : kind === 'rules'
        ? ruleAt(rule, source)
        : more.length > 0
          ? -1
          : kind === 'function'
            ? firstFound(source, [writtenRule, functionNamed(only ?? part)])
            : source.search(functionNamed(only ?? part));
  return at < 0 ? undefined : source.slice(0, at).split('\n').length;
}

/** The rule of an op, or of a Function. */
const writtenRule = /\b(static\s+backward|gradient)\s*\(/;

const firstFound = (source: string, patterns: readonly RegExp[]): number =>
  patterns.map((pattern) => source.search(pattern)).find((at) => at >= 0) ?? -1;

const functionNamed = (name: string): RegExp => new RegExp(`\\b(function|const|let)\\s+${name}\\b`);

/** The rule in the class that is called as the function is, but for its first letter; else the function. */
function inChapterAt(name: string, source: string): number {
  const type = source.search(new RegExp(`\\bclass\\s+${name.charAt(0).toUpperCase()}${name.slice(1)}\\b`));
  const own = type < 0 ? -1 : source.slice(type).search(writtenRule);
  return own < 0 ? source.search(functionNamed(name)) : type + own;
}

/** Where `gradient` of the class is whose `name` is this op's; -1 if it is nowhere. */
export function ruleAt(op: string, source: string): number {
  const named = source.search(new RegExp(`\\bname(\\s*:[^=\\n]*)?\\s*=\\s*(['"\`])${op}\\2`));
  if (named < 0) return -1;
  const next = source.slice(named).search(/^(export\s+)?(default\s+)?class\b/m);
  const own = source.slice(named, next < 0 ? undefined : named + next);
  const rule = own.search(/\bgradient\s*[(=:]/);
  return rule < 0 ? -1 : named + rule;
}
