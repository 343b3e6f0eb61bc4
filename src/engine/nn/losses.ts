import { formatShape, ShapeError } from '../../case/shape.js';
import { realize } from '../autograd/realize.js';
import { crossEntropy, mseLoss } from '../ops/losses.js';
import { listOf } from '../tensor/ndarray.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';

/** The mean of (prediction − target)². */
export class MSELoss extends Module {
  forward(prediction: Tensor, target: Tensor): Tensor {
    return mseLoss(prediction, target);
  }
}

/** −ln softmax(logits)[label], averaged over the rows; PyTorch's CrossEntropyLoss. */
export class SoftmaxLoss extends Module {
  /**
   * @param logits of shape (N, classes)
   * @param labels of shape (N,): the right class of each row, from 0 to below `classes`
   */
  forward(logits: Tensor, labels: Tensor): Tensor {
    if (labels.shape.length !== 1) {
      throw new ShapeError(
        `SoftmaxLoss: expected labels of shape (N,), a class each, got ${formatShape(labels.shape)}`,
      );
    }
    return crossEntropy(logits, listOf(realize(labels).data));
  }
}
