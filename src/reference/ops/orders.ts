/** Ops that pick entries by their size: where each output entry comes from depends on the values. */
import type { Step, StepOf } from '../../case/vocabulary.js';
import type { Arithmetic } from '../arithmetic.js';
import type { Entries, Family, Kernel, ReferenceEntry } from '../entry.js';
import { exact } from '../facts.js';
import { ofNormalization, ofReduction } from '../groups.js';
import { alongAxis, type Layout, overAxes } from '../layout.js';
import { firstRanked, type Picking, ranked } from '../picking.js';
import { poolGroups, poolLayout } from '../windows.js';

const first = (picking: Picking): Omit<ReferenceEntry, 'layout' | 'groups'> => ({
  ...exact,
  picks: () => picking,
  kernel:
    <T>(_: Step, m: Arithmetic<T>, { slices }: Layout): Kernel<T> =>
    ([entries], out) => {
      const x = entries as Entries<T>;
      slices.forEach((slice, k) => {
        out[k] = x[firstRanked(picking, x, slice, m)] as T;
      });
    },
});
const largest = first({ smallestFirst: false, all: false });
const smallest = first({ smallestFirst: true, all: false });

const orderOf = ({ descending }: StepOf<'sort'>): Picking => ({ smallestFirst: !descending, all: true });

export const orders = {
  max: { ...largest, layout: overAxes, groups: ofReduction },
  min: { ...smallest, layout: overAxes, groups: ofReduction },
  max_pool: { ...largest, layout: poolLayout, groups: poolGroups },
  sort: {
    ...exact,
    picks: orderOf,
    layout: alongAxis,
    groups: ofNormalization,
    kernel:
      <T>(step: StepOf<'sort'>, m: Arithmetic<T>, { slices }: Layout): Kernel<T> =>
      ([entries], out) => {
        const x = entries as Entries<T>;
        for (const slice of slices) {
          ranked(orderOf(step), x, slice, m).forEach((from, rank) => {
            out[slice[rank] as number] = x[from] as T;
          });
        }
      },
  },
} satisfies Family;
