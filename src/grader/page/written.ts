/** A submission's file in a page: from its text, as JavaScript, to the functions it exports. */
import { formatPrinted } from './format-printed.js';
import type { Written } from './host.js';

/** What tracebacks call the file of a chapter. */
export const pathOf = (chapter: string): string => `/${chapter}/${chapter}.ts`;

/** The file lacks names that the engine imports. */
export class MissingExports extends Error {
  override readonly name = 'MissingExports';
}

/**
 * @param code as a CommonJS module, its lines where they are in the learner's file
 * @param print one line, or more
 * @throws what the file throws when it is loaded
 */
export function writtenIn(code: string, path: string, print: (line: string) => void): Written {
  // biome-ignore lint/security/noGlobalEval: of a Function, the lines of a traceback would be two more than the file's
  const evaluate = globalThis.eval;
  const evaluated: (
    load: (name: string) => object,
    module: { readonly exports: Readonly<Record<string, unknown>> },
    exports: object,
    console: object,
  ) => void = evaluate(`(function (require, module, exports, console) { ${code}\n})\n//# sourceURL=${path}`);
  return (load, names) => {
    const module: { exports: Record<string, unknown> } = { exports: {} };
    evaluated(load, module, module.exports, consoleOf(print));
    const { exports } = module;
    const missing = names.filter((name) => !(name in exports)).map((name) => `"${name}"`);
    if (missing.length === 0) return exports;
    throw new MissingExports(
      `${path.slice(1)} does not export ${missing.join(', ')}. Keep the names that the stub exports: the engine imports them.`,
    );
  };
}

const methods = ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn'] as const;

const consoleOf = (print: (line: string) => void): object =>
  Object.fromEntries(
    methods.map((name) => [name, (...values: readonly unknown[]) => print(formatPrinted(values))]),
  );
