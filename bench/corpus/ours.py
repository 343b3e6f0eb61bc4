"""What backproof.gradcheck says of a bug, at given arguments or on drawn inputs."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "adapters", "python"))

import backproof
from asked import listed


def text_of(asked, arguments=None, seed=1):
    """The report. @param arguments none: they are drawn"""
    inputs = asked.described() if arguments is None else samples(asked, arguments)
    described = [at for at, each in enumerate(inputs) if isinstance(each, dict) and "shape" in each] or asked.places

    def per_input(found):
        """Integers, too, have a place among drawn inputs, and no gradient."""
        by = dict(zip(asked.places, listed(found)))
        return tuple(by.get(at) for at in described)

    def pushed(*given):
        count = len(inputs)
        tangents = [v for at, v in zip(described, given[count:]) if at in asked.places]
        return asked.claimed(*given[:count], *tangents)

    ways = {
        "vjp": lambda *given: per_input(asked.vjp(*given)),
        **({"jvp": pushed} if asked.way == "jvp" else {}),
        **({"vmap": lambda *given: per_input(asked.claimed(*given))} if asked.way == "batched" else {}),
    }
    try:
        return backproof.gradcheck(asked.fn, inputs, name=str(asked.bug), library="numpy", seed=seed, **ways)
    except AssertionError as error:
        return str(error)


def samples(asked, arguments):
    return [each if at in asked.places else {"fixed": each} for at, each in enumerate(arguments)]


def verdict(text):
    return "right" if " is right: " in text else "undecided" if " is not judged " in text else "wrong"
