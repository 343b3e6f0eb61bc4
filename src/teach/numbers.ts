/** Numbers and arrays as a learner would write them on paper. */
import { formatNumber, type TensorData } from '../case/tensor-data.js';
import { widthOf } from '../formats/width.js';
import { en, type Texts } from '../texts/index.js';

/** Enough for a number of a small case; a slope found by differences is off in a later digit. */
const usualDigits = 6;

/** In few digits: `-1.5`, `0.333333`, `1e-20`. */
export const short = (value: number, digits = usualDigits): string =>
  Number.isFinite(value) ? formatNumber(Number(value.toPrecision(digits))) : String(value);

/** Two different numbers, in as many digits as it takes to tell them apart. */
export function apart(one: number, other: number): readonly [string, string] {
  for (let digits = usualDigits; digits < 17; digits++) {
    const [a, b] = [short(one, digits), short(other, digits)];
    if (a !== b) return [a, b];
  }
  return [String(one), String(other)];
}

/** As a factor in a sum: `(-3)`. */
export const factor = (text: string): string => (text.startsWith('-') ? `(${text})` : text);

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

const paddedLeft = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - widthOf(text))) + text;

/** An array as lines: a matrix by its rows, one of more axes as matrices below one another. Cells align at the right. */
export function grid(
  { shape, data }: Pick<TensorData, 'shape' | 'data'>,
  cells: readonly string[],
  { teach }: Texts = en,
): string[] {
  if (data.length === 0) return [teach.noEntries(shape.join('×'))];
  const columns = shape.at(-1) ?? 1;
  const rows = shape.at(-2) ?? 1;
  const width = Math.max(...cells.map(widthOf));
  const lines: string[] = [];
  for (let start = 0; start < cells.length; start += columns) {
    if (start > 0 && start % (rows * columns) === 0) lines.push('');
    lines.push(
      cells
        .slice(start, start + columns)
        .map((cell) => paddedLeft(cell, width))
        .join(' '),
    );
  }
  return lines;
}

export interface Block {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Blocks next to each other as long as they fit, then in a row below. */
export function beside(blocks: readonly Block[], width: number): string[] {
  const rows: Block[][] = [[]];
  let used = 0;
  for (const block of blocks) {
    const own = widthOfBlock(block) + 4;
    if (used > 0 && used + own > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(block);
    used += own;
  }
  return rows.flatMap((row, index) => (index === 0 ? rowLines(row) : ['', ...rowLines(row)]));
}

const widthOfBlock = ({ title, lines }: Block): number => Math.max(...[title, ...lines].map(widthOf));

function rowLines(row: readonly Block[]): string[] {
  const height = Math.max(0, ...row.map(({ lines }) => lines.length));
  return Array.from({ length: height + 1 }, (_, line) =>
    row
      .map((block) =>
        padded(line === 0 ? block.title : (block.lines[line - 1] ?? ''), widthOfBlock(block) + 4),
      )
      .join('')
      .trimEnd(),
  );
}
