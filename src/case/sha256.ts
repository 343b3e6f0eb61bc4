/** SHA-256, wherever this runs: a page has no hash that answers at once. */

/** The first 32 bits of what is behind the point in √p and ∛p of the first primes, as FIPS 180-4 says. */
const primes = Array.from({ length: 311 }, (_, index) => index + 2).filter((each) =>
  Array.from({ length: Math.floor(Math.sqrt(each)) - 1 }, (_, index) => index + 2).every(
    (divisor) => each % divisor !== 0,
  ),
);
const behindPoint = (root: number): number => Math.floor((root % 1) * 2 ** 32) | 0;
const starts = primes.slice(0, 8).map((prime) => behindPoint(Math.sqrt(prime)));
const constants = Int32Array.from(primes.slice(0, 64), (prime) => behindPoint(Math.cbrt(prime)));

const blockBytes = 64;

/** The hash of a text in UTF-8, as 64 hexadecimal digits. */
export function sha256(text: string): string {
  const view = padded(new TextEncoder().encode(text));
  const state = Int32Array.from(starts);
  const words = new Int32Array(64);
  for (let start = 0; start < view.byteLength; start += blockBytes) {
    schedule(view, start, words);
    compress(state, words);
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Followed by a bit that is set, by zeros, and by its length in bits: whole blocks. */
function padded(bytes: Uint8Array): DataView {
  const blocks = Math.ceil((bytes.length + 9) / blockBytes);
  const whole = new Uint8Array(blocks * blockBytes);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setBigUint64(whole.length - 8, 8n * BigInt(bytes.length));
  return view;
}

const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function schedule(view: DataView, start: number, words: Int32Array): void {
  for (let t = 0; t < 16; t++) words[t] = view.getInt32(start + 4 * t);
  for (let t = 16; t < 64; t++) {
    const [before, last] = [words[t - 15] as number, words[t - 2] as number];
    const small0 = rotated(before, 7) ^ rotated(before, 18) ^ (before >>> 3);
    const small1 = rotated(last, 17) ^ rotated(last, 19) ^ (last >>> 10);
    words[t] = (words[t - 16] as number) + small0 + (words[t - 7] as number) + small1;
  }
}

function compress(state: Int32Array, words: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let t = 0; t < 64; t++) {
    const big1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + (constants[t] as number) + (words[t] as number)) | 0;
    const big0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = (state[index] as number) + word;
  });
}
