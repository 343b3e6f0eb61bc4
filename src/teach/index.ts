/** Failures that teach: pure functions from a case and what came back for it to text. */
export { lawInWords } from './law-words.js';
export { type Block, beside } from './numbers.js';
export { workedEntry, workedExample } from './worked-example.js';
