/** All parts of the measurement, in the order of the report. */
import { ablation } from './ablation.js';
import { bound } from './bound.js';
import { coverage } from './coverage.js';
import { alarms } from './false-alarms.js';
import { kills } from './kills.js';
import { names } from './names.js';
import type { Block, Part } from './part.js';
import { sensitivity } from './sensitivity.js';
import { views } from './views.js';

export const parts: readonly Part<unknown>[] = [
  alarms,
  kills,
  names,
  bound,
  ablation,
  sensitivity,
  coverage,
  views,
];

/** The blocks of some parts, by their names. @param cases the size of the whole measurement */
export const blocksOf = (cases: number, only: readonly string[] = parts.map(({ name }) => name)) =>
  parts
    .filter(({ name }) => only.includes(name))
    .flatMap((part): readonly Block<unknown>[] => part.blocks(cases));
