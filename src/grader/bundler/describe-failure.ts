/** Says why a bundle could not be made, for the author of the file. */
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Message } from 'esbuild';
import { display } from './paths.js';
import type { Reply } from './request.js';
import { isInside } from './sources.js';

/** How many mistakes are shown; the others appear once these are fixed. */
const mostShown = 20;

export function describeFailure(file: string, errors: readonly Message[], rooms: string): Reply {
  const own = dirname(realpathSync(file));
  const inSubmission = errors.filter(
    ({ location }) => location !== null && isInside(resolve(rooms, location.file), own),
  );
  const missing = errors.flatMap((error) =>
    inSubmission.includes(error) ? [] : (missingExport(error) ?? []),
  );
  if (missing.length > 0) {
    const names = [...new Set(missing)].map((name) => `"${name}"`).join(', ');
    return {
      kind: 'missing',
      why: `${display(file)} does not export ${names}. Keep the names that the stub exports: the engine imports them.`,
    };
  }
  const shown = (some: readonly Message[]) =>
    some
      .slice(0, mostShown)
      .map((error) => frame(error, rooms))
      .join('\n\n');
  return inSubmission.length > 0
    ? { kind: 'broken', why: shown(inSubmission) }
    : { kind: 'unable', why: `${display(file)} cannot be bundled: ${shown(errors)}` };
}

const missingExport = ({ text }: Message): string | undefined =>
  /^No matching export in ".*" for import "(.*)"$/.exec(text)?.[1];

/** A longer line is shown up to here, without a mark. */
const mostOfLine = 200;

/** `file:line:column: what`, then the line with a mark under the place. */
function frame(error: Message, rooms: string): string {
  const { text, location } = error;
  if (location === null) return text.slice(0, 1_000);
  const { file, line, column, length, lineText } = location;
  const name = missingExport(error);
  const what = name === undefined ? text : `"${name}" is not exported by the file it is imported from`;
  const place = `${display(resolve(rooms, file))}:${line}:${column + 1}: ${what.slice(0, 1_000)}`;
  const number = String(line);
  if (lineText.length > mostOfLine) return `${place}\n  ${number} │ ${lineText.slice(0, mostOfLine)}…`;
  const mark = ' '.repeat(column) + '^'.repeat(Math.max(1, Math.min(length, lineText.length - column)));
  return [place, `  ${number} │ ${lineText}`, `  ${' '.repeat(number.length)} │ ${mark}`].join('\n');
}
