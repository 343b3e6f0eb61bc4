/** Exit codes of the process. docs/grading.md lists the same; a spec keeps the two equal. */
export const exitCodes = {
  0: 'success: full marks, every law holds, all requested files are written',
  1: 'points were lost, a law is broken, or a planted mistake survives',
  2: 'it could not be run, decided or saved: usage, set-up, a file that cannot be read or written',
  3: 'the adapter is broken',
  4: 'an expected failure passed',
  70: 'an error of backproof itself: it says how to report it',
  129: 'ended by SIGHUP, as when a terminal is closed',
  130: 'interrupted with Ctrl-C',
  141: 'the reader of its standard output closed the pipe',
  143: 'ended by SIGTERM',
} as const;

export type ExitCode = keyof typeof exitCodes;

/** One code per line, as `--help` prints them. */
export const exitCodeLines = (): string =>
  Object.entries(exitCodes)
    .map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`)
    .join('\n');
