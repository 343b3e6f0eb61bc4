/** `data`: examples, and their batches. */
export * from './array-dataset.js';
export * from './data-loader.js';
export * from './dataset.js';
