/**
 * The first import of every harness, so that it runs before the submission's code: takes over the pipes to the
 * parent, then removes what a submission must not reach. Prints go to stderr, so they never mix with replies.
 */
import { freezeLanguage } from './freeze.js';
import { keep } from './kept-prints.js';
import { reportError } from './report-error.js';

const { stdin, stdout, stderr } = process;
const { parse, stringify } = JSON;
const now = performance.now.bind(performance);
const exit = process.exit.bind(process);

/**
 * No more than this of what is printed is passed on: otherwise it would be chance whether the flood or the time limit
 * came first.
 */
const mostPrinted = 10_000_000;
let printed = 0;
const bounded = {
  write(text: string): boolean {
    printed += text.length;
    keep(text);
    return printed > mostPrinted || stderr.write(text);
  },
} as typeof stderr;
// Otherwise it asks the stream for its error listeners, which this one does not have.
const printer = new console.Console({ stdout: bounded, stderr: bounded, ignoreErrors: false });

/** All that a submission gets: the language itself, and a console. Nothing that Node adds is needed. */
const allowed = new Set(
  `globalThis Infinity NaN undefined isFinite isNaN parseFloat parseInt console
  Object Function Boolean Symbol Number BigInt Math Date String RegExp Intl
  Array Map Set WeakMap WeakSet WeakRef JSON Promise Proxy Reflect Iterator
  Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError
  ArrayBuffer DataView Float32Array Float64Array Int8Array Int16Array Int32Array
  Uint8Array Uint8ClampedArray Uint16Array Uint32Array BigInt64Array BigUint64Array
  eval structuredClone queueMicrotask FinalizationRegistry performance`.split(/\s+/),
);

export function send(message: object): void {
  stdout.write(`${stringify(message)}\n`);
}

/** Calls `answer` with every JSON line of the parent, one at a time. */
export function receive(answer: (message: unknown) => unknown): void {
  let unfinished = '';
  let last: Promise<unknown> = Promise.resolve();
  stdin.setEncoding('utf8');
  stdin.on('data', (chunk: string) => {
    const lines = (unfinished + chunk).split('\n');
    unfinished = lines.pop() ?? '';
    for (const line of lines) last = last.then(() => answer(parse(line)));
  });
}

process.on('uncaughtException', (thrown) => {
  send({ outcome: 'crashed', error: reportError(thrown) });
  exit(1);
});

for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (!allowed.has(name)) Reflect.deleteProperty(globalThis, name);
}
// Plain functions: the console's streams would lead to sockets.
const methods = Object.entries(printer).filter(([, value]) => typeof value === 'function');
globalThis.console = Object.fromEntries(methods) as unknown as Console;
// Only the clock: the rest of it reaches into Node.
globalThis.performance = Object.freeze({ now }) as typeof performance;
freezeLanguage(allowed);
// Nor can `Map`, for example, be replaced by another class.
Object.freeze(globalThis);
