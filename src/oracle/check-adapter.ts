/** What `backproof oracle -- COMMAND` does, as a function. */
import { at } from '../case/at.js';
import type { DType } from '../case/tensor-data.js';
import { shellQuoted } from '../formats/shell-quoted.js';
import { laws as allLaws, type Law } from '../verify/index.js';
import { AdapterError } from './adapter-error.js';
import { checkImplementation } from './check.js';
import type { LinkOptions } from './link.js';
import type { OracleReport } from './report.js';
import { rowNames } from './rows.js';
import { Session } from './session.js';
import { smokeTest } from './smoke.js';

/** What of an implementation is checked, and how its adapter is spoken to. */
export interface CheckAdapterOptions {
  /** Rows to check: ops, `programs`, `edge-programs`. Default: all of them, and the adapter's functions. */
  readonly rows?: readonly string[];
  /** Default: all laws. */
  readonly laws?: readonly Law[];
  /** Cases per row. Default 100. */
  readonly runs?: number;
  /** The same seed draws the same cases. Default 1. */
  readonly seed?: number;
  /** Default: the first that the adapter has. */
  readonly dtype?: DType;
  /** Default: all modes, each compared with the first. */
  readonly mode?: string;
  /** Time limits, restarts, and who sees the conversation. */
  readonly link?: Partial<LinkOptions>;
}

/**
 * Starts an adapter, checks the implementation behind it against the laws, and stops it.
 * @param command such as `['python3', 'adapter.py']`
 * @throws {AdapterError} if it does not speak the protocol, or died too often
 */
export async function checkAdapter(
  command: readonly string[],
  options: CheckAdapterOptions = {},
): Promise<OracleReport> {
  const session = await Session.open(command, options.link);
  try {
    if (session.ops.length > 0) await smokeTest(session);
    const report = await check(session, command, options);
    if (session.broken !== undefined) throw session.broken;
    return report;
  } finally {
    await session.stop();
  }
}

function check(
  session: Session,
  command: readonly string[],
  { rows, laws = allLaws, runs = 100, seed = 1, ...asked }: CheckAdapterOptions,
): Promise<OracleReport> {
  const dtype = among(session.dtypes, asked.dtype, 'dtype');
  const mode = among(session.modes, asked.mode, 'mode');
  const again = (option: '--ops' | '--functions', row: string) =>
    `npx backproof oracle ${shellQuoted([option, row, '--seed', String(seed), '--runs', String(runs), '--', ...command])}`;
  return checkImplementation(session, {
    rows: rows ?? (session.ops.length === 0 ? [] : rowNames),
    // Asked for by name, a mode is checked alone.
    laws: laws.filter(({ id }) => id !== 'modes' || asked.mode === undefined),
    runs,
    seed,
    dtype,
    mode,
    views: true,
    functions: {
      functions: rows === undefined ? session.functions : [],
      keepFunction: (name) => again('--functions', name),
      savedFunction: () => [],
    },
    saved: () => [],
    keep: (row) => again('--ops', row),
    onCase: () => {},
    onLeft: () => {},
  });
}

/** @throws {AdapterError} if the implementation does not have what is asked for */
function among<T extends string>(has: readonly T[], asked: string | undefined, what: string): T {
  const found = asked === undefined ? at(has, 0) : has.find((each) => each === asked);
  if (found !== undefined) return found;
  throw new AdapterError(
    `The ${what} "${asked}" was asked for, but the implementation has only ${has.join(', ')}.`,
  );
}
