/**
 * The first import of every harness, so that it runs before the submission's code: takes hold of the
 * pipes to the parent, then removes what a submission must not reach. Prints go to stderr, so they
 * never mix with replies.
 */
const { stdin, stdout, stderr } = process;
const { parse, stringify } = JSON;
const exit = process.exit.bind(process);
const printer = new console.Console(stderr);

const forbidden = [
  'process',
  'fetch',
  'Request',
  'Response',
  'Headers',
  'FormData',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'BroadcastChannel',
  'MessageChannel',
  'MessagePort',
  'WebAssembly',
  'navigator',
];

export function send(message: object): void {
  stdout.write(`${stringify(message)}\n`);
}

/** Calls `answer` with every JSON line of the parent. */
export function receive(answer: (message: unknown) => unknown): void {
  let unfinished = '';
  stdin.setEncoding('utf8');
  stdin.on('data', (chunk: string) => {
    const lines = (unfinished + chunk).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines) answer(parse(line));
  });
}

/** What a thrown value was, as far as a value that may be anything can be asked. */
export function reportError(thrown: unknown): { type: string; message: string; traceback: string } {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: String(thrown), traceback: '' };
  return { type: thrown.name, message: thrown.message, traceback: String(thrown.stack) };
}

process.on('uncaughtException', (thrown) => {
  send({ outcome: 'crashed', error: reportError(thrown) });
  exit(1);
});

for (const name of forbidden) Reflect.deleteProperty(globalThis, name);
const { log, info, debug, warn, error, table, dir } = printer;
// Plain functions: the console's streams would lead to sockets.
globalThis.console = { log, info, debug, warn, error, table, dir } as Console;
