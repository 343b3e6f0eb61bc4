/**
 * How long a check takes in a page, in headless Chromium: the first one from the moment the page is asked for, with all
 * that must be loaded, and later ones. Run `npm run playground:build` before.
 *
 * On two cores that others used, too, Chromium took 1.8 to 1.9 s to the first result, and 127 to 207 ms (medians) for later
 * ones.
 */
import { check, contextOf, missing, Opened, withRule, write } from '../playground/spec/browser.js';

const loads = 5;
const laterChecks = 15;

/** An elementwise op of each kind: without, and with branches; of one input, and of two. */
const rules = [
  ['negate', 'Negate', 'return [negate(outGrad)];'],
  ['multiply', 'EWiseMul', 'return [multiply(outGrad, node.inputs[1]), multiply(outGrad, node.inputs[0])];'],
  ['relu', 'ReLU', 'return [masked(outGrad, mask(node.inputs[0], (x) => (x > 0 ? 1 : 0)))];'],
] as const;

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

async function measure(opened: Opened, [op, name, body]: (typeof rules)[number]): Promise<string> {
  const first: number[] = [];
  const later: number[] = [];
  for (let load = 0; load < loads; load++) {
    const context = await contextOf(opened);
    const page = await context.newPage();
    const start = performance.now();
    await page.goto(`${opened.url}#exercise=elementwise.${op}`);
    await write(page, withRule('elementwise', name, body));
    const said = await check(page);
    if (!said.includes('passed')) throw new Error(said);
    first.push(performance.now() - start);
    for (let again = 0; load === loads - 1 && again < laterChecks; again++) {
      const begun = performance.now();
      await check(page);
      later.push(performance.now() - begun);
    }
    await context.close();
  }
  return `| \`${op}\` | ${median(first).toFixed(0)} | ${median(later).toFixed(0)} | ${Math.max(...later).toFixed(0)} |`;
}

if (missing !== '') throw new Error(`run this first: ${missing}`);
const opened = await Opened.open();
console.log('| op | first check, ms from the start of loading | later ones: median | most |');
console.log('| -- | --: | --: | --: |');
for (const rule of rules) console.log(await measure(opened, rule));
await opened.close();
