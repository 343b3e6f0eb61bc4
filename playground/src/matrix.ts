/** Tensors as tables: the last two axes are rows and columns, and each slice along the others has a table of its own. */
import { element } from './element.js';
import type { Texts } from './texts/index.js';

export interface Entries {
  readonly shape: readonly number[];
  /** The text of each entry, in row-major order. */
  readonly texts: readonly string[];
  /** Positions of entries that are wrong. */
  readonly wrong?: readonly number[];
}

/** Larger tensors are shown in part. */
const most = { rows: 12, columns: 10, slices: 4 } as const;

export function matrix(
  caption: string,
  { shape, texts: entries, wrong = [] }: Entries,
  texts: Texts,
): HTMLElement {
  const [rows, columns] = [shape.length > 1 ? (shape.at(-2) ?? 1) : 1, shape.at(-1) ?? 1];
  const size = rows * columns;
  const count = size === 0 ? 0 : Math.ceil(entries.length / size);
  const marked = new Set(wrong);
  const tables = Array.from({ length: Math.min(count, most.slices) }, (_, slice) => {
    const label = count > 1 ? texts.slice(caption, indexText(slice, shape.slice(0, -2))) : caption;
    const row = (index: number) => {
      const first = slice * size + index * columns;
      const cells = Array.from({ length: Math.min(columns, most.columns) }, (_, column) =>
        cell(entries[first + column] ?? '', marked.has(first + column), texts),
      );
      return element('tr', {}, ...cells);
    };
    const body = Array.from({ length: Math.min(rows, most.rows) }, (_, index) => row(index));
    return element(
      'table',
      { class: 'matrix' },
      element('caption', {}, label),
      element('tbody', {}, ...body),
    );
  });
  const shown = tables.length * Math.min(rows, most.rows) * Math.min(columns, most.columns);
  const left = entries.length - shown;
  if (entries.length === 0) return element('p', {}, texts.empty(caption));
  return element(
    'div',
    { class: 'tensor' },
    ...tables,
    left > 0 ? element('p', { class: 'note' }, texts.more(left)) : undefined,
  );
}

/** Not by colour alone: a wrong entry is in brackets, too, and said to be wrong. */
const cell = (text: string, isWrong: boolean, { wrongEntry }: Texts): HTMLElement =>
  isWrong
    ? element(
        'td',
        { class: 'wrong' },
        element('span', { class: 'unseen' }, wrongEntry),
        element('strong', {}, `[${text}]`),
      )
    : element('td', {}, text);

function indexText(slice: number, outer: readonly number[]): string {
  const index: number[] = [];
  let rest = slice;
  for (const size of [...outer].reverse()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `[${[...index, ':', ':'].join(', ')}]`;
}

/** Short, as numbers of a case are, but for those that rounding made long. */
export const numberText = (value: number): string =>
  Object.is(value, -0) ? '-0' : String(Number.isFinite(value) ? Number(value.toPrecision(7)) : value);
