/**
 * What confines a submission's process on this machine. Node's permission model is always used; limits of the
 * operating system and bubblewrap's namespaces are added where they work.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export interface Protection {
  /** A POSIX shell whose `ulimit` bounds data and processor time: array buffers lie outside the heap's own bound. */
  readonly limits: boolean;
  /** The path of bubblewrap, if it is installed and may make namespaces here. */
  readonly bubblewrap: string | undefined;
}

let found: Protection | undefined;
let limitsFound: boolean | undefined;

/** Looked up once. */
export function protectionHere(): Protection {
  found ??= { limits: limitsHere(), bubblewrap: workingBubblewrap() };
  return found;
}

/** Only whether limits work, looked up once: it is found out in a tenth of the time that bubblewrap takes. */
export function limitsHere(): boolean {
  limitsFound ??= limitsWork();
  return limitsFound;
}

export interface ProcessLimits {
  /** Heap and array buffers together. */
  readonly dataMegabytes: number;
  /** Total processor time, which also ends a process whose parent was killed. */
  readonly processorSeconds: number;
}

/**
 * The command line that runs Node within all available limits.
 * @param readable the one file that the process may read
 */
export function boundedCommand(
  nodeArguments: readonly string[],
  readable: string,
  { dataMegabytes, processorSeconds }: ProcessLimits,
  { limits, bubblewrap }: Protection = protectionHere(),
): readonly [string, ...string[]] {
  const node = [process.execPath, ...nodeArguments];
  const bounds = `ulimit -d ${dataMegabytes * 1024} && ulimit -t ${processorSeconds} && exec "$@"`;
  const limited = limits ? ['/bin/sh', '-c', bounds, 'sh', ...node] : node;
  const [file = process.execPath, ...rest] =
    bubblewrap === undefined ? limited : [bubblewrap, ...namespaces(readable), ...limited];
  return [file, ...rest];
}

/**
 * No network, no other processes, and only the part of the file system that Node is started from. Without
 * `--new-session`: the process that starts it has already made a session, and the namespace dies with that session's
 * process group.
 */
const namespaces = (readable: string): readonly string[] => [
  ...['--unshare-all', '--die-with-parent', '--clearenv'],
  ...['/usr', '/lib', '/lib64', '/bin'].flatMap((folder) => ['--ro-bind-try', folder, folder]),
  ...['--ro-bind', process.execPath, process.execPath],
  ...['--proc', '/proc', '--dev', '/dev'],
  ...['--ro-bind', readable, readable, '--chdir', dirname(readable)],
  '--',
];

const works = ([file, ...args]: readonly [string, ...string[]]): boolean =>
  spawnSync(file, args, { env: {}, stdio: 'ignore', timeout: 5_000 }).status === 0;

const limitsWork = (): boolean => works(['/bin/sh', '-c', 'ulimit -d 1048576 && ulimit -t 60']);

function workingBubblewrap(): string | undefined {
  const path = onPath('bwrap');
  return path !== undefined && works([path, ...namespaces(process.execPath), process.execPath, '--version'])
    ? path
    : undefined;
}

/** Finds the executable of this name as a shell would. */
function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Node 20's V8 knows the flag; later ones do not, and a process that is started with it ends at once. */
export const laterOptimization = (node = process.versions.node): readonly string[] =>
  node.startsWith('20.') ? ['--interrupt-budget=500000'] : [];

/** Stable from Node 22.13 on, where its name lost the prefix. */
export function permissionFlag(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 13) ? '--permission' : '--experimental-permission';
}
