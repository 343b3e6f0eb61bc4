/** A matrix as a heat map: the stronger the colour, the larger the entry; what is wrong has an outline and a sign. */
import { scaleBand, scaleLinear } from 'd3-scale';
import { at } from '../case/at.js';
import { type Described, element, picture, text, widthOf } from './element.js';
import { shortNumber } from './short-number.js';

export interface HeatMap extends Described {
  /** Row by row. */
  readonly entries: readonly (readonly number[])[];
  /** Whether an entry is wrong, if any is. */
  readonly wrong?: readonly (readonly boolean[])[];
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** The size of an entry that has the full colour: maps beside one another share it. */
  readonly largest: number;
}

/** Larger matrices have no numbers in their cells: these stand in a table. */
const mostWithNumbers = { rows: 24, columns: 12 } as const;

/** So that numbers can be read on it. */
const strongest = 0.55;

export function heatMap(map: HeatMap): string {
  const { entries, rows, columns, largest } = map;
  const hasNumbers = rows.length <= mostWithNumbers.rows && columns.length <= mostWithNumbers.columns;
  const texts = entries.map((row) => row.map(shortNumber));
  const cell = hasNumbers
    ? {
        width: Math.max(34, ...[...columns, ...texts.flat().map((each) => `≠ ${each}`)].map(widthOf)) + 10,
        height: 28,
      }
    : { width: 12, height: 12 };
  const left = Math.max(...(hasNumbers ? rows : ends(rows)).map(widthOf), 0) + 10;
  const top = 26;
  const across = scaleBand<number>()
    .domain(columns.map((_, index) => index))
    .range([left, left + cell.width * columns.length]);
  const down = scaleBand<number>()
    .domain(rows.map((_, index) => index))
    .range([top, top + cell.height * rows.length]);
  const strength = scaleLinear([0, largest || 1], [0, strongest]).clamp(true);
  const placeOf = (row: number, column: number) => ({
    ...{ x: across(column) ?? 0, y: down(row) ?? 0 },
    ...{ width: across.bandwidth(), height: down.bandwidth() },
  });
  const cells = entries.flatMap((list, row) =>
    list.map((entry, column) =>
      drawnCell(placeOf(row, column), {
        entry,
        opacity: Number.isNaN(entry) ? 0 : strength(Math.abs(entry)),
        label: hasNumbers ? at(at(texts, row), column) : undefined,
        isWrong: map.wrong?.[row]?.[column] ?? false,
      }),
    ),
  );
  const width = Math.max(
    left + cell.width * columns.length + 4,
    ...ends(columns).map((each) => left + widthOf(each)),
  );
  return picture(
    map,
    { width, height: top + cell.height * rows.length + 4 },
    ...labels(columns, hasNumbers).map(([index, name]) => {
      const middle = (across(index) ?? 0) + across.bandwidth() / 2;
      return hasNumbers || index > 0
        ? text(
            {
              class: 'dim',
              x: hasNumbers ? middle : left + cell.width * columns.length,
              y: top - 9,
              'text-anchor': hasNumbers ? 'middle' : 'end',
            },
            name,
          )
        : text({ class: 'dim', x: left, y: top - 9 }, name);
    }),
    ...labels(rows, hasNumbers).map(([index, name]) =>
      text(
        { class: 'dim', x: left - 6, y: (down(index) ?? 0) + down.bandwidth() / 2 + 4, 'text-anchor': 'end' },
        name,
      ),
    ),
    ...cells,
  );
}

const ends = (names: readonly string[]): string[] =>
  names.length < 2 ? [...names] : [at(names, 0), at(names, names.length - 1)];

/** All, or the first and the last. */
const labels = (names: readonly string[], all: boolean): (readonly [number, string])[] =>
  names
    .map((name, index) => [index, name] as const)
    .filter(([index]) => all || index === 0 || index === names.length - 1);

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Cell {
  readonly entry: number;
  readonly opacity: number;
  readonly label: string | undefined;
  readonly isWrong: boolean;
}

/** The outline lies within the cell, so that no neighbour hides it. */
function drawnCell(place: Place, { entry, opacity, label, isWrong }: Cell): string {
  const { x, y, width, height } = place;
  const inner = { x: x + 1.5, y: y + 1.5, width: width - 3, height: height - 3 };
  return element(
    'g',
    { class: isWrong ? 'entry wrong' : 'entry' },
    element('rect', {
      class: entry < 0 ? 'minus' : 'plus',
      ...place,
      'fill-opacity': opacity.toFixed(3),
    }),
    element('rect', { class: 'cell', ...place }),
    ...(isWrong ? [element('rect', { class: 'wrong-cell', ...inner })] : []),
    ...(label === undefined
      ? []
      : [
          text(
            {
              class: isWrong ? 'bold' : undefined,
              x: x + width / 2,
              y: y + height / 2 + 4,
              'text-anchor': 'middle',
            },
            isWrong ? `≠ ${label}` : label,
          ),
        ]),
  );
}
