/** Ends a command that is interrupted as an exit does, so that nothing it started is left. */
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export function exitOnSignals(): void {
  for (const [signal, code] of Object.entries(codes)) process.on(signal, () => process.exit(code));
}
