/** `init`: initial tensors. Random ones take the `Random` to draw from. */
export { full as constant, ones, zeros } from '../tensor/tensor.js';
export * from './distributions.js';
export * from './one-hot.js';
export * from './scaled.js';
