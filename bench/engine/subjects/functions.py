"""The programs of functions.mjs, each as a function of its input tensors, written with a subject's ops."""

from functools import partial


def steps(ops, count):
    add, subtract, multiply, relu, total = ops.add, ops.subtract, ops.multiply, ops.relu, ops.sum

    def program(x, y):
        value = x
        for _ in range(0, count, 4):
            value = subtract(relu(add(multiply(value, y), x)), y)
        return total(value)

    return program


def chain(ops, length):
    add, multiply, total = ops.add, ops.multiply, ops.sum

    def program(x):
        value = x
        for _ in range(0, length, 2):
            value = add(multiply(value, 0.875), 0.125)
        return total(value)

    return program


def adds(ops, length):
    add, total = ops.add, ops.sum

    def program(x, y):
        value = x
        for _ in range(length):
            value = add(value, y)
        return total(value)

    return program


def mlp(ops, _):
    matmul, add, relu, subtract, multiply, total = (
        ops.matmul,
        ops.add,
        ops.relu,
        ops.subtract,
        ops.multiply,
        ops.sum,
    )

    def program(images, targets, weight1, bias1, weight2, bias2):
        hidden = relu(add(matmul(images, weight1), bias1))
        error = subtract(add(matmul(hidden, weight2), bias2), targets)
        return total(multiply(error, error))

    return program


def concat(ops, _):
    join, multiply, total = ops.concat, ops.multiply, ops.sum

    def program(*inputs):
        joined = join(inputs)
        return total(multiply(joined, joined))

    return program


def conv(ops, _):
    convolve, multiply, total = ops.conv, ops.multiply, ops.sum

    def program(images, weight):
        found = convolve(images, weight)
        return total(multiply(found, found))

    return program


FUNCTIONS = {
    "chain": chain,
    "mixed": steps,
    "elementwise": lambda ops, _: steps(ops, 20),
    "adds": adds,
    "mlp": mlp,
    "concat": concat,
    "conv": conv,
    "row-broadcast": lambda ops, size: partial(ops.broadcast_to, shape=(size, size)),
    "transpose": lambda ops, _: ops.transpose,
    "sum-of-axis-0": lambda ops, _: ops.sum_of_axis_0,
    "add": lambda ops, _: ops.add,
    "add-a-row": lambda ops, _: ops.add,
    "matmul": lambda ops, _: ops.matmul,
    "einsum": lambda ops, _: partial(ops.einsum, "ij,jk->ik"),
}
