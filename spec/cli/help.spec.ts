import { expect, it } from 'vitest';
import { command as assignment } from '../../src/cli/assignment.js';
import { command as audit } from '../../src/cli/audit.js';
import { command as doctor } from '../../src/cli/doctor.js';
import { command as grade } from '../../src/cli/grade.js';
import { command as merge } from '../../src/cli/merge.js';
import { command as ops } from '../../src/cli/ops.js';
import { command as oracle } from '../../src/cli/oracle.js';
import { command as replay } from '../../src/cli/replay.js';
import { command as report } from '../../src/cli/report.js';
import { command as smoke } from '../../src/cli/smoke.js';

const commands = { assignment, audit, doctor, grade, merge, ops, oracle, replay, report, smoke };

/** Options of one command that the help of another mentions. */
const ofOthers: Readonly<Record<string, readonly string[]>> = { merge: ['shard'] };

it.each(Object.entries(commands))(
  'the help of %s names its options, and no other',
  (name, { help, options }) => {
    const named = new Set([...help.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)].map(([, option]) => option));
    const taken = [...Object.keys(options), ...(ofOthers[name] ?? [])];
    expect([...named].sort()).toEqual(taken.sort());
  },
);
