/** `nn`: layers with parameters, losses, and how to save what they learned. */
export * from './activations.js';
export * from './batch-norm.js';
export * from './containers.js';
export * from './conv.js';
export * from './dropout.js';
export * from './json.js';
export * from './layer-norm.js';
export * from './linear.js';
export * from './losses.js';
export * from './module.js';
export * from './parameter.js';
export * from './safetensors.js';
export * from './state-dict.js';
