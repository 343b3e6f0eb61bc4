"""A bug of the corpus as the tools get it: a function of arrays, the gradient that is claimed, and the arguments."""

import numpy as np


class Asked:
    """What is to be judged: fn(*arguments), whose gradient by the arguments at `places` claimed(*arguments, *weights) has.

    A second order bug is asked as the first order of the gradient, a function of the inputs and of the cotangent. Where the way is
    `jvp`, claimed takes tangents and returns as fn does; vjp is the right gradient then.
    """

    def __init__(self, bug, gradient):
        self.bug, self.claimed, self.way = bug, gradient, bug.way
        self.fn, self.vjp, self.places = bug.value, bug.vjp or gradient, bug.places
        if bug.way == "second":
            self.fn, self.vjp, self.places = bug.vjp, gradient, [*bug.places, len(bug.inputs)]

    def outputs(self, arguments):
        return listed(self.fn(*arguments))

    def pulled(self, arguments, weights, by=None):
        """One gradient per place."""
        return listed((by or self.vjp)(*arguments, *weights))

    def with_cotangent(self, arguments, usual=False):
        """The arguments of the function that is judged. @param usual the cotangent of a second order bug is not the case's own"""
        if self.way != "second":
            return list(arguments)
        given = None if usual else self.bug.case.get("cotangent")
        y = np.asarray(self.bug.value(*arguments))
        is_own = given is not None and np.shape(given) == y.shape
        return [*arguments, np.array(given, y.dtype) if is_own else weights_like(y)]

    def described(self):
        if self.way != "second":
            return list(self.bug.inputs)
        first = self.bug.inputs[self.bug.places[0]]
        return [*self.bug.inputs, {"dtype": first.get("dtype", "float64"), "name": "y_bar", **(self.bug.cotangent or {"shape": first["shape"]})}]


def listed(found):
    return list(found) if isinstance(found, tuple) else [found]


def weights_like(array):
    """Short decimals without a pattern that a function might share."""
    array = np.asarray(array)
    weights = np.array([1, -1, 2, 0.5, -0.75, 1.25, -2, 0.375, 3, -0.625, 1.75])
    return np.resize(weights, array.shape).astype(array.dtype)
