/**
 * Removes what must not outlive this process: process groups that it started, and temporary folders. They go when it
 * exits. If it is killed, which nothing in it can notice, a shell that waits at the other end of a pipe removes them.
 */
import {
  type ChildProcess,
  type ChildProcessWithoutNullStreams,
  type SpawnOptions,
  spawn,
} from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const groups = new Set<number>();
const folders = new Set<string>();

process.on('exit', () => {
  // Its own group last, and by the shell: folders are still to be removed.
  for (const group of groups) if (group !== process.pid) killGroup(group);
  for (const folder of folders) removeFolder(folder);
});

/** Notes the group that this process leads: it ends no later than ours. */
export function holdGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  groups.add(leader);
  tellWatchdog(`+${leader}`);
}

/** Starts a process that leads a group of its own. */
export function spawnGroup(
  [program = '', ...args]: readonly string[],
  env = process.env,
): ChildProcessWithoutNullStreams {
  const child = spawn(program, args, { env, detached: true, stdio: 'pipe' });
  holdGroup(child.pid);
  return child;
}

/**
 * The same, held from its first moment on: it notes itself before the program
 * begins, and until then it keeps the watchdog waiting, so that no moment is left in which this process can be killed
 * and that one stay. A program that cannot be started ends with exit code 127.
 */
export function spawnHeld(command: readonly string[], options: SpawnOptions): ChildProcessWithoutNullStreams {
  watchdog ??= startWatchdog();
  const noting = 'echo "+$$" >&3; exec "$@" 3>&-';
  const child = spawn('/bin/sh', ['-c', noting, 'sh', ...command], {
    ...options,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', watchdog.stdin ?? 'ignore'],
  });
  if (child.pid !== undefined) groups.add(child.pid);
  return child as ChildProcessWithoutNullStreams;
}

/** Ends all of the group at once, if any of it is left. */
export function endGroup(leader: number | undefined): void {
  if (leader === undefined || !groups.delete(leader)) return;
  killGroup(leader);
  tellWatchdog(`-${leader}`);
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // The whole group is gone already.
  }
}

const prefix = 'backproof-';

/** Says whose a folder is; a process number means something on its own machine alone. */
const ownerFile = 'owner';
const machine = hostname();

/** A temporary folder of this process; what dead ones left goes first. @throws when the system has no room for one */
export function temporaryFolder(): string {
  removeStale();
  const folder = mkdtempSync(join(resolve(tmpdir()), prefix));
  holdFolder(folder);
  writeFileSync(join(folder, ownerFile), `${process.pid} ${machine}`);
  return folder;
}

/** Notes a temporary folder, by its absolute path, that lies elsewhere: it goes no later than this process. */
export function holdFolder(folder: string): void {
  folders.add(folder);
  // A message to it ends with the line.
  if (!folder.includes('\n')) tellWatchdog(`/${folder}`);
}

export function removeTemporary(folder: string): void {
  folders.delete(folder);
  removeFolder(folder);
}

function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // A grade is not lost for it: the next start tries again.
  }
}

function removeStale(): void {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (name.startsWith(prefix) && isStale(folder)) removeFolder(folder);
  }
}

function isStale(folder: string): boolean {
  try {
    const [owner, where] = readFileSync(join(folder, ownerFile), 'utf8').split(' ');
    return where === machine && !isAlive(Number(owner));
  } catch {
    return false;
  }
}

/** A process of somebody else is alive, too: asking after it is then forbidden. */
function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * Reads what there is to clean up, and cleans up when the pipe ends. The groups die first, since they may still write
 * into the folders; the second attempt is for what was written between the two.
 */
const watching = `
groups=' '
folders=''
while IFS= read -r line; do
  case $line in
    +*) groups="$groups\${line#+} " ;;
    -*) gone=\${line#-}; case $groups in *" $gone "*) groups="\${groups%% $gone *} \${groups#* $gone }" ;; esac ;;
    /*) folders="$folders
\${line#/}" ;;
  esac
done
for group in $groups; do kill -9 "-$group"; done
IFS='
'
set -f
for again in 1 2; do
  left=''
  for folder in $folders; do rm -rf "$folder"; [ ! -e "$folder" ] || left=1; done
  [ -z "$left" ] || sleep 1
done`;

let watchdog: ChildProcess | undefined;

/** Detached, so that what kills this process's group spares it. Where there is no such shell, exits alone clean up. */
function tellWatchdog(line: string): void {
  watchdog ??= startWatchdog();
  watchdog.stdin?.write(`${line}\n`);
}

function startWatchdog(): ChildProcess {
  const started = spawn('/bin/sh', ['-c', watching], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  started.on('error', () => {});
  started.stdin.on('error', () => {});
  // Neither it nor its pipe keeps this process from ending.
  started.unref();
  (started.stdin as unknown as { unref(): void }).unref();
  return started;
}
