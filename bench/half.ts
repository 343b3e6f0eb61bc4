/**
 * float16 and bfloat16: how often our engine, which is right, is blamed or left undecided, and which planted mistakes are
 * caught within 100 cases if sums are accumulated in float32. `npm run bench:half [-- CASES]`
 */
import type { DType } from '../src/case/tensor-data.js';
import { programCases, singleOpCases, space } from '../src/generate/index.js';
import { type Misconception, misconceptions, plant } from '../src/misconceptions/index.js';
import { checkLaws, laws } from '../src/verify/index.js';
import { type FalseAlarms, falseAlarmsOf } from './measure/false-alarms.js';
import { sum } from './measure/numbers.js';

const cases = Number(process.argv[2] ?? 20_000);
const casesInBlock = 20;
const mostCases = 100;

async function rightCases(): Promise<string> {
  const blocks: FalseAlarms[] = [];
  for (let block = 0; block < cases / casesInBlock; block++)
    blocks.push(await falseAlarmsOf(block, casesInBlock, 'half'));
  for (const each of blocks.flatMap(({ blamed }) => blamed)) console.log(each);
  const total = (part: (block: FalseAlarms) => number) => sum(blocks.map(part));
  return `right: ${total((each) => each.cases)} cases, ${total((each) => each.disagree)} blamed, ${total((each) => each.inconclusive)} undecided`;
}

/** Second order costs so many roundings that in eight digits little of it is judged. */
const ofFirstOrder = misconceptions.filter(
  ({ breaks }) => !['second', 'twice', 'symmetric'].includes(breaks),
);

async function isCaught(misconception: Misconception, dtype: DType): Promise<boolean> {
  const drawn = space({ dtype });
  const found = await checkLaws(
    { ...plant(misconception), accumulates: { float16: 'float32', bfloat16: 'float32' } },
    {
      cases: 'op' in misconception ? singleOpCases(misconception.op, drawn) : programCases(drawn),
      laws,
      runs: mostCases,
      seed: 1,
      shrinks: 0,
    },
  );
  return found.failure !== undefined;
}

async function kills(dtype: DType): Promise<string> {
  const survivors: string[] = [];
  for (const each of ofFirstOrder) if (!(await isCaught(each, dtype))) survivors.push(each.name);
  const caught = ofFirstOrder.length - survivors.length;
  return `${dtype}: ${caught} of ${ofFirstOrder.length} mistakes caught within ${mostCases} cases; not ${survivors.join(', ')}`;
}

console.log(await rightCases());
for (const dtype of ['float16', 'bfloat16'] as const) console.log(await kills(dtype));
