/** What a case asks for that an implementation does not have. */
import type { Case } from '../case/case.js';
import { dtypeOf, opsOf } from '../case/program.js';
import type { Session } from './session.js';

type Able = Pick<Session, 'name' | 'ops' | 'dtypes' | 'modes' | 'maxOrder'>;

/** In sentences that say what to do; undefined if the implementation can run the case. */
export function beyond({ name, ops, dtypes, modes, maxOrder }: Able, testCase: Case): string | undefined {
  const { program, mode, order } = testCase;
  const dtype = dtypeOf(program);
  const lacked = opsOf(program).find((op) => !ops.includes(op));
  const elsewhere = 'or choose an implementation that has it.';
  if (!modes.includes(mode)) {
    return `The case asks for the mode "${mode}"; ${name} has ${listed(modes)}. Write one of these as its "mode", ${elsewhere}`;
  }
  if (!dtypes.includes(dtype)) {
    return `The case holds ${dtype}; ${name} has ${listed(dtypes)}. Change the "dtype" of its inputs and cotangents, ${elsewhere}`;
  }
  if (lacked !== undefined) {
    return `The case takes ${lacked}, which ${name} lacks; it has ${listed(ops)}. Add ${lacked} to the adapter, ${elsewhere}`;
  }
  if (order > maxOrder) {
    return `The case asks for second order; ${name} has first order alone. Set its "order" to 1 and its "directions" to [], ${elsewhere}`;
  }
  return undefined;
}

const listed = (names: readonly string[]): string => names.join(', ') || 'none';
