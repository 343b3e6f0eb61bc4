/** The measurements as one summary and one page. */
import type { Bound } from './bound.js';
import type { FalseAlarms } from './false-alarms.js';
import type { Kill } from './kills.js';

export interface Measurements {
  readonly alarms: readonly FalseAlarms[];
  readonly kills: readonly Kill[];
  readonly bounds: readonly Bound[];
}

export function reportOf({ alarms, kills, bounds }: Measurements) {
  const summary = {
    falseAlarms: {
      cases: sum(alarms.map(({ cases }) => cases)),
      disagree: sum(alarms.map(({ disagree }) => disagree)),
      inconclusive: sum(alarms.map(({ inconclusive }) => inconclusive)),
    },
    kill: {
      total: kills.length,
      killed: kills.filter(({ cases }) => cases !== null).length,
      survivors: kills.filter(({ cases }) => cases === null).map(({ name }) => name),
      medianCases: median(kills.flatMap(({ cases }) => cases ?? [])),
    },
    bound: {
      samples: sum(bounds.map(({ samples }) => samples)),
      covered: sum(bounds.map(({ covered }) => covered)),
      medianRatio: median(bounds.flatMap(({ ratios }) => ratios)),
    },
  };
  const { falseAlarms, kill, bound } = summary;
  const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(4)} %`;
  const markdown = `# Measurements

Written by \`npm run measure\`; nothing here is typed by hand.

| what | measured |
| --- | --- |
| right cases judged (engine; float64 and float32; eager and lazy; first and second order; every op and programs) | ${falseAlarms.cases} |
| of these blamed | ${falseAlarms.disagree} |
| of these left undecided | ${falseAlarms.inconclusive} (${percent(falseAlarms.inconclusive, falseAlarms.cases)}) |
| wrong gradients planted | ${kill.total} |
| of these caught within 200 cases | ${kill.killed} |
| survivors | ${kill.survivors.join(', ') || 'none'} |
| median of the cases needed | ${kill.medianCases} |
| derivatives compared with analytic ones at 60 digits | ${bound.samples} |
| of these within the claimed error | ${bound.covered} (${percent(bound.covered, bound.samples)}) |
| median of claimed over true error | ${bound.medianRatio.toFixed(1)} |
`;
  return { summary, markdown, blamed: alarms.flatMap(({ blamed }) => blamed) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
