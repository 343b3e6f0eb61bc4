/** `init`: tensors to begin with. What is random takes the `Random` that it draws from. */
export { full as constant, ones, zeros } from '../tensor/tensor.js';
export * from './distributions.js';
export * from './one-hot.js';
export * from './scaled.js';
