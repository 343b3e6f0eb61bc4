/** How a learner got on: points from grading to grading, and how often each exercise was tried. */
import { scaleBand, scaleLinear, scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import { at } from '../case/at.js';
import { type Described, element, picture, text, widthOf } from './element.js';

export interface Graded {
  /** When, in few letters. */
  readonly when: string;
  /** Of the points, from 0 to 1. */
  readonly share: number;
}

const size = { width: 560, height: 190 } as const;
const edges = { left: 48, right: 30, top: 20, bottom: 26 } as const;

export function historyOfPoints(history: Described & { readonly gradings: readonly Graded[] }): string {
  const { gradings } = history;
  const across = scalePoint<number>()
    .domain(gradings.map((_, index) => index))
    .range([edges.left + 10, size.width - edges.right])
    .align(0);
  const up = scaleLinear([0, 1], [size.height - edges.bottom, edges.top]);
  const points = gradings.map(({ share }, index) => [across(index) ?? 0, up(share)] as [number, number]);
  const last = at(points, points.length - 1);
  return picture(
    history,
    size,
    ...up.ticks(4).flatMap((tick) => [
      element('line', {
        class: 'arrow',
        x1: edges.left,
        x2: size.width - edges.right,
        y1: up(tick),
        y2: up(tick),
        'stroke-opacity': '0.4',
      }),
      text(
        { class: 'dim', x: edges.left - 8, y: up(tick) + 4, 'text-anchor': 'end' },
        `${Math.round(100 * tick)} %`,
      ),
    ]),
    element('path', { class: 'curve', d: line()(points) ?? '' }),
    ...points.map(([cx, cy]) => element('circle', { class: 'bar', cx, cy, r: 4 })),
    text({ class: 'dim', x: edges.left + 10, y: size.height - 6 }, at(gradings, 0).when),
    ...(gradings.length < 2
      ? []
      : [
          text(
            { class: 'dim', x: last[0], y: size.height - 6, 'text-anchor': 'end' },
            at(gradings, gradings.length - 1).when,
          ),
        ]),
  );
}

export interface Tried {
  readonly name: string;
  readonly attempts: number;
  readonly hints: number;
  readonly solved: boolean;
}

export function attemptsPerExercise(chart: Described & { readonly tried: readonly Tried[] }): string {
  const { tried } = chart;
  const left = Math.max(...tried.map(({ name }) => widthOf(name))) + 12;
  const notes = tried.map(noteOf);
  const room = 220;
  const down = scaleBand<number>()
    .domain(tried.map((_, index) => index))
    .range([4, 4 + 24 * tried.length])
    .padding(0.25);
  const across = scaleLinear([0, Math.max(1, ...tried.map(({ attempts }) => attempts))], [0, room]);
  return picture(
    chart,
    { width: left + room + Math.max(...notes.map(widthOf)) + 12, height: 8 + 24 * tried.length },
    ...tried.flatMap(({ name, attempts }, index) => {
      const y = down(index) ?? 0;
      const base = y + down.bandwidth() / 2 + 4;
      return [
        text({ x: left - 8, y: base, 'text-anchor': 'end' }, name),
        element('rect', {
          class: 'bar',
          x: left,
          y,
          width: Math.max(1, across(attempts)),
          height: down.bandwidth(),
        }),
        text({ class: 'dim', x: left + across(attempts) + 8, y: base }, at(notes, index)),
      ];
    }),
  );
}

export const noteOf = ({ attempts, hints, solved }: Tried): string =>
  `${solved ? '✓ ' : ''}${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}${hints === 0 ? '' : `, ${hints} ${hints === 1 ? 'hint' : 'hints'}`}`;
