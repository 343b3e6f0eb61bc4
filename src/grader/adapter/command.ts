/** The command line that starts an adapter on one submission, within the limits that this machine offers. */
import { resolve } from 'node:path';
import { shellQuoted } from '../../formats/shell-quoted.js';
import { type Protection, protectionHere } from '../protection.js';

/** Stands for the submission's folder in a command. */
export const placeholder = '{submission}';

/** The teacher's command, and the folder that its paths are relative to. */
export interface AdapterCommand {
  readonly text: string;
  readonly folder: string;
}

/** Frameworks reserve far more memory than they use. An hour of processor time ends what nobody waits for any more. */
const bounds = 'ulimit -d 8388608 && ulimit -t 3600 && ';

/**
 * A shell reads the command, so that quotes have their usual meaning; the submission's path is never part of its
 * text.
 */
export function adapterCommandLine(
  { text, folder }: AdapterCommand,
  submission: string,
  { limits, bubblewrap }: Protection = protectionHere(),
): readonly string[] {
  const script = `cd "$2" && ${limits ? bounds : ''}exec ${text.replaceAll(placeholder, '"$1"')}`;
  const shell = ['/bin/sh', '-c', script, 'sh', resolve(submission), folder];
  return bubblewrap === undefined ? shell : [bubblewrap, ...namespaces, ...shell];
}

/** The same command for a learner to type. */
export const shownCommand = ({ text }: AdapterCommand, submission: string): string =>
  text.replaceAll(placeholder, () => shellQuoted([submission]));

/**
 * An adapter needs its language and its libraries, wherever they are: it may read everything, write nothing, and
 * reach nobody.
 */
const namespaces: readonly string[] = [
  ...['--unshare-all', '--die-with-parent'],
  ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
  '--',
];
