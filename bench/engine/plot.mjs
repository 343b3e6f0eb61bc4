/** The growth curves, read from standard input, as one SVG: a panel for each, time against size, both logarithmic. */
import { readFileSync } from 'node:fs';
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const curves = JSON.parse(readFileSync(0, 'utf8'));
const width = 460;
const height = 320;

const middle = (samples) => {
  const taken = samples.filter((each) => each !== null).sort((a, b) => a - b);
  return taken[taken.length >> 1];
};
const pointsOf = ({ points }) =>
  points.flatMap(({ size, cells }) =>
    cells.flatMap(({ subject, ours, samples }) =>
      samples.length > 0 ? [{ subject, ours, size, time: middle(samples) }] : [],
    ),
  );
const subjects = [...new Set(curves.flatMap((curve) => pointsOf(curve).map(({ subject }) => subject)))];
const color = { domain: subjects, scheme: 'observable10' };
const style = { background: 'white', fontFamily: 'system-ui, sans-serif' };

const panel = (curve) =>
  Plot.plot({
    document,
    width,
    height,
    style,
    marginLeft: 60,
    marginRight: 30,
    color,
    x: { type: 'log', label: curve.grows, grid: true, tickFormat: (size) => size.toLocaleString('en') },
    y: { type: 'log', label: 'µs', grid: true, tickFormat: (time) => time.toLocaleString('en') },
    marks: [
      Plot.line(pointsOf(curve), {
        x: 'size',
        y: 'time',
        stroke: 'subject',
        strokeWidth: ({ ours }) => (ours ? 3 : 1.5),
      }),
      Plot.dot(pointsOf(curve), { x: 'size', y: 'time', fill: 'subject', r: 2.5 }),
    ],
  });

const legend = Plot.plot({
  document,
  width: 2 * width,
  height: 40,
  style,
  color,
  axis: null,
  x: { type: 'band', domain: subjects },
  marks: [
    Plot.dot(subjects, { x: (name) => name, fill: (name) => name, r: 5, dy: -8 }),
    Plot.text(subjects, { x: (name) => name, text: (name) => name, dy: 8 }),
  ],
});

const sheet = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
const tall = 40 + Math.ceil(curves.length / 2) * height;
for (const [name, value] of Object.entries({
  xmlns: 'http://www.w3.org/2000/svg',
  width: 2 * width,
  height: tall,
  viewBox: `0 0 ${2 * width} ${tall}`,
})) {
  sheet.setAttribute(name, String(value));
}
const placed = (svg, x, y) => {
  svg.setAttribute('x', String(x));
  svg.setAttribute('y', String(y));
  sheet.append(svg);
};
placed(legend, 0, 0);
curves.forEach((curve, at) => {
  placed(panel(curve), (at % 2) * width, 40 + Math.floor(at / 2) * height);
});
process.stdout.write(sheet.outerHTML);
