/** `backproof doctor`: what this machine has for grading and for the oracle, and what it lacks. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gradientFreeEngine } from '../grader/package-root.js';
import { type Protection, permissionFlag, protectionHere } from '../grader/protection.js';
import { type Command, type Output, UsageError } from './command.js';
import type { ExitCode } from './exit-codes.js';
import { flag, optionLines, parseOptions } from './options.js';
import { painter, showsColour } from './style.js';

const options = { json: flag('prints it as JSON, for programs') } as const;

const help = `backproof doctor [--json]

Says what confines a submission on this machine, and what would confine it further. docs/security.md says
what each is for.

${optionLines(options)}

Exit code: 0 submissions can be graded, 1 they cannot.`;

interface Finding {
  readonly what: string;
  /** Grading needs it, is safer with it, or can do more with it. */
  readonly state: 'there' | 'missing' | 'optional';
  /** What it is for; what to do where it is not there. */
  readonly note: string;
}

const finding =
  (otherwise: Finding['state']) =>
  (there: boolean, what: string, note: string, remedy: string): Finding =>
    there ? { what, state: 'there', note } : { what, state: otherwise, note: remedy };
const needed = finding('missing');
const useful = finding('optional');

const whatGradingNeeds = (): Finding[] => [
  needed(
    existsSync(gradientFreeEngine),
    'package built',
    'the engine without rules exists',
    'run `npm run build`',
  ),
  needed(
    permissionsHold(),
    'permission model of Node',
    'no files, processes, workers or addons for a submission',
    `Node ${process.versions.node} does not deny files; Node 20.19 or newer does`,
  ),
  needed(
    hasRoom(tmpdir()),
    'temporary folder',
    `${tmpdir()} can be written to, and has room`,
    `${tmpdir()} cannot be written to, or has less than ${roomMegabytes} MB left; set TMPDIR to a folder that has room`,
  ),
];

const whatIsUseful = ({ limits, bubblewrap }: Protection): Finding[] => [
  useful(
    limits,
    'limits of the operating system',
    'array buffers and processor time are bounded, too',
    'no shell with ulimit -d and -t: only the machine bounds memory outside the heap',
  ),
  useful(
    bubblewrap !== undefined,
    'bubblewrap',
    'no network, and nothing of the file system, whatever else fails',
    'install it (`apt-get install bubblewrap`); in a container it needs user namespaces',
  ),
  useful(
    runs('/bin/sh', '-c', 'IFS= read -r line || kill -0 $$'),
    'end with the parent',
    'a watching shell ends and removes what a killed grader leaves',
    'no /bin/sh: what a killed grader leaves runs on until its processor time is over',
  ),
  useful(
    runs('python3', '--version'),
    'Python',
    'adapters in Python can run',
    'no python3: only adapters in other languages can run',
  ),
];

/** For the bundles of some submissions side by side, and what they leave for a replay. */
const roomMegabytes = 100;

/** Tried: a folder may exist, and still take no file. */
function hasRoom(folder: string): boolean {
  try {
    const own = mkdtempSync(join(folder, 'backproof-doctor-'));
    try {
      writeFileSync(join(own, 'some'), 'x'.repeat(4096));
      const { bavail, bsize } = statfsSync(own);
      return bavail * bsize >= roomMegabytes * 1e6;
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  } catch {
    return false;
  }
}

/** Tried, and not concluded from the version. */
function permissionsHold(): boolean {
  const script = `try { require('fs').readdirSync('/'); } catch (e) { process.exit(e.code === 'ERR_ACCESS_DENIED' ? 0 : 1); } process.exit(1);`;
  return runs(process.execPath, permissionFlag(), '--no-warnings', '-e', script);
}

const runs = (file: string, ...args: readonly string[]): boolean =>
  spawnSync(file, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;

const marks = { there: '✓', missing: '✗', optional: '–' } as const;
const colours = { there: 'green', missing: 'red', optional: 'yellow' } as const;

async function run(args: readonly string[], output: Output): Promise<ExitCode> {
  const { values, positionals } = parseOptions(args, options);
  if (positionals.length > 0)
    throw new UsageError(`doctor takes no argument but --json, not "${positionals[0]}".`);
  const found = [...whatGradingNeeds(), ...whatIsUseful(protectionHere())];
  const paint = painter(showsColour(process.stdout));
  const wide = Math.max(...found.map(({ what }) => what.length));
  output.log(
    values.json
      ? JSON.stringify({ version: 1, node: process.versions.node, findings: found }, null, 2)
      : found
          .map(
            ({ what, state, note }) => `${paint(colours[state], marks[state])} ${what.padEnd(wide)}  ${note}`,
          )
          .join('\n'),
  );
  return found.some(({ state }) => state === 'missing') ? 1 : 0;
}

export const command: Command = { help, options, run };
