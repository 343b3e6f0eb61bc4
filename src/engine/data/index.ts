/** `data`: examples, and batches of them. */
export * from './array-dataset.js';
export * from './data-loader.js';
export * from './dataset.js';
