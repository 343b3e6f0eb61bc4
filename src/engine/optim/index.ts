/** `optim`: optimisers, which change parameters by their gradients. */
export * from './adam.js';
export * from './optimizer.js';
export * from './sgd.js';
