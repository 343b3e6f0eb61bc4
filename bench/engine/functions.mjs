/**
 * The programs, each as a function of its input tensors, written with the ops that a subject has under these names.
 * `subjects/functions.py` has the same for Python.
 */

/** Cheap ops, so that what is timed is the engine around them; some entries stay above zero, some do not. */
function steps({ multiply, add, relu, subtract, sum }, count) {
  return (x, y) => {
    let value = x;
    for (let done = 0; done < count; done += 4) {
      value = subtract(relu(add(multiply(value, y), x)), y);
    }
    return sum(value);
  };
}

export const functions = {
  chain:
    ({ multiplyBy, addNumber, sum }, length) =>
    (x) => {
      let value = x;
      for (let done = 0; done < length; done += 2) value = addNumber(multiplyBy(value, 0.875), 0.125);
      return sum(value);
    },
  mixed: steps,
  elementwise: (ops) => steps(ops, 20),

  adds:
    ({ add, sum }, length) =>
    (x, y) => {
      let value = x;
      for (let done = 0; done < length; done++) value = add(value, y);
      return sum(value);
    },

  mlp:
    ({ matmul, add, relu, subtract, multiply, sum }) =>
    (images, targets, weight1, bias1, weight2, bias2) => {
      const hidden = relu(add(matmul(images, weight1), bias1));
      const error = subtract(add(matmul(hidden, weight2), bias2), targets);
      return sum(multiply(error, error));
    },

  concat:
    ({ concat, multiply, sum }) =>
    (...inputs) => {
      const joined = concat(inputs);
      return sum(multiply(joined, joined));
    },

  conv:
    ({ conv, multiply, sum }) =>
    (images, weight) => {
      const found = conv(images, weight);
      return sum(multiply(found, found));
    },

  'row-broadcast':
    ({ broadcastTo }, size) =>
    (row) =>
      broadcastTo(row, [size, size]),
  transpose:
    ({ transpose }) =>
    (matrix) =>
      transpose(matrix),
  'sum-of-axis-0':
    ({ sumOfAxis0 }) =>
    (matrix) =>
      sumOfAxis0(matrix),
  add:
    ({ add }) =>
    (a, b) =>
      add(a, b),
  'add-a-row':
    ({ add }) =>
    (matrix, row) =>
      add(matrix, row),
  matmul:
    ({ matmul }) =>
    (a, b) =>
      matmul(a, b),
  einsum:
    ({ einsum }) =>
    (a, b) =>
      einsum('ij,jk->ik', a, b),
};
