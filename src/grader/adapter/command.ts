/** The command line that starts an adapter on one submission, within what bounds this machine has. */
import { resolve } from 'node:path';
import { shellQuoted } from '../../formats/shell-quoted.js';
import { type Protection, protectionHere } from '../protection.js';

/** Stands for the submission's folder in a command. */
export const placeholder = '{submission}';

/** A command of the teacher's, and the folder that its paths start from. */
export interface AdapterCommand {
  readonly text: string;
  readonly folder: string;
}

/** Frameworks reserve far more than they use; an hour of processor time is an end for what nobody waits for any more. */
const bounds = 'ulimit -d 8388608 && ulimit -t 3600 && ';

/** A shell reads the command, so that quotes mean what they do elsewhere; the submission's path is never part of its text. */
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

/** An adapter needs its language and its libraries, wherever they are: all may be read, nothing written, and nobody reached. */
const namespaces: readonly string[] = [
  ...['--unshare-all', '--die-with-parent'],
  ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
  '--',
];
