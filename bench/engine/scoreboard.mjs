/** The scoreboard, read from standard input, as one SVG: bars for what each tool catches and whom it blames, one panel per place. */
import { readFileSync } from 'node:fs';
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const { total, bars, places, kinds } = JSON.parse(readFileSync(0, 'utf8'));

const svg = Plot.plot({
  document,
  width: 920,
  height: 330,
  style: { background: 'white', fontFamily: 'system-ui, sans-serif' },
  marginLeft: 210,
  marginRight: 30,
  marginTop: 40,
  x: { domain: [0, total], label: 'bugs', grid: true },
  y: { label: null, domain: [...new Set(bars.map(({ tool }) => tool))] },
  fx: { label: null, domain: places },
  color: { domain: kinds, range: ['#3b7a57', '#c9ced6', '#e8b04a', '#eeeeee'], legend: false },
  marks: [
    Plot.barX(bars, { x: 'count', y: 'tool', fx: 'place', fill: 'kind', order: kinds }),
    Plot.text(
      bars.filter(({ kind, count }) => kind === kinds[0] && count > 0),
      { x: 0, y: 'tool', fx: 'place', text: 'count', textAnchor: 'start', dx: 6, fill: 'white' },
    ),
    Plot.ruleX([0]),
  ],
});
const words = document.createElementNS('http://www.w3.org/2000/svg', 'g');
kinds.forEach((kind, n) => {
  const at = { x: 210 + 150 * n, y: 4 };
  const box = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({
    ...at,
    width: 11,
    height: 11,
    fill: ['#3b7a57', '#c9ced6', '#e8b04a', '#eeeeee'][n],
  }))
    box.setAttribute(name, String(value));
  const label = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  for (const [name, value] of Object.entries({
    x: at.x + 16,
    y: at.y + 10,
    'font-size': 11,
    'text-anchor': 'start',
  }))
    label.setAttribute(name, String(value));
  label.textContent = kind;
  words.append(box, label);
});
svg.append(words);
svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
process.stdout.write(svg.outerHTML);
