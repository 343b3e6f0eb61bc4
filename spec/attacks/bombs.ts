/** Attacks that fill memory, or the pipes. */
import { type Attack, endless, inGradient } from './attack.js';

/** Filling memory takes its time on a busy machine. */
const patiently = (attack: Attack): Attack => ({ ...attack, runMilliseconds: 30_000 });

export const bombs: readonly Attack[] = [
  patiently(
    inGradient(
      'fills the heap',
      'const all = []; for (;;) all.push(new Array(1000).fill({}));',
      /ran out of memory/,
    ),
  ),
  patiently(
    inGradient(
      'fills memory outside the heap',
      'const all = []; for (;;) all.push(new Uint8Array(50_000_000).fill(1));',
      /RangeError: Array buffer allocation failed|ran out of memory/,
    ),
  ),
  patiently(
    inGradient(
      'grows one array buffer',
      'const buffer = new ArrayBuffer(8, { maxByteLength: 2 ** 40 }); for (;;) buffer.resize(buffer.byteLength * 2);',
      /RangeError/,
    ),
  ),
  patiently(
    inGradient(
      'fills memory with strings',
      "let s = 'x'; for (;;) s += s + Math.random();",
      /RangeError|ran out of memory/,
    ),
  ),
  endless(
    inGradient(
      'floods standard error',
      "for (;;) console.error('x'.repeat(100_000));",
      /printed more than \d+ bytes|gave no answer|ran out of memory/,
    ),
  ),
  endless(
    inGradient(
      'floods standard output',
      "for (;;) console.log('x'.repeat(100_000));",
      /printed more than \d+ bytes|gave no answer|ran out of memory/,
    ),
  ),
  inGradient('throws a message without end', "throw new Error('x'.repeat(50_000_000));", /^.{0,12000}$/s),
];
