/** Puts the stub of one exercise back, and keeps a copy of what was there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../grader/write-file.js';
import type { Lesson } from './lessons.js';
import { currentSource, spansOf, textOf } from './rule-text.js';

/**
 * @param stub the file as it is handed out
 * @param folder where the copy goes
 * @returns the copy; undefined if there was nothing to copy
 */
export function reset(lesson: Lesson, stub: string, folder: string): string | undefined {
  const { file, chapter } = lesson;
  const source = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const copy = source === undefined ? undefined : freeName(join(folder, 'kept'), chapter);
  if (copy !== undefined && source !== undefined) writeWhole(copy, source);
  writeWhole(file, source === undefined ? stub : withStub(source, stub, lesson));
  return copy;
}

/** Whether the learner's code for this exercise is the stub's. */
export function isUntouched(lesson: Lesson, stub: string): boolean {
  const own = textOf(currentSource(lesson), lesson);
  return own !== '' && own === textOf(stub, lesson);
}

/** The same file with the stub's code for this exercise alone; the whole stub if its code cannot be found. */
export function withStub(source: string, stub: string, lesson: Lesson): string {
  const [own, theirs] = [spansOf(source, lesson), spansOf(stub, lesson)];
  if (own.length === 0 || own.length !== theirs.length) return stub;
  const pairs = own.map((span, index) => ({ span, text: stubText(stub, theirs[index]) }));
  const inOrder = pairs.toSorted((a, b) => b.span.start - a.span.start);
  const replaced = inOrder.reduce(
    (text, { span: { start, end }, text: part }) => text.slice(0, start) + part + text.slice(end),
    source,
  );
  return importing(replaced);
}

const stubText = (stub: string, span = { start: 0, end: 0 }): string => stub.slice(span.start, span.end);

/** What the stub throws, in case its import was cleared away. */
function importing(source: string): string {
  const rest = source.replace(/throw new NotImplemented\b/g, '');
  if (/\bNotImplemented\b/.test(rest)) return source;
  return `import { NotImplemented } from 'backproof/engine';\n${source}`;
}

function freeName(folder: string, chapter: string): string {
  for (let count = 1; ; count++) {
    const file = join(folder, `${chapter}.${count}.ts`);
    if (!existsSync(file)) return file;
  }
}
