"""Gradient bugs that were reported of real systems: one file per system, whose docstring begins with its public name.

    @bug(
        issue="owner/repository#12345",
        says="The gradient of cumprod is NaN after a zero",
        inputs=[{"shape": ["n"]}],
        case=dict(x=[2, 0, 3], cotangent=[1, -1, 2]),
    )
    class CumprodAfterZero:
        def value(x): ...
        def wrong(x, y_bar): ...
        def right(x, y_bar): ...

NumPy code alone, written for this corpus. `wrong` is the VJP as the bug had it, `right` its twin: the gradient by every input that
has one, a tuple if these are several; a tuple of outputs has one cotangent each. More is in docs/scoreboard.md.
"""

import importlib
import inspect
import pkgutil
import sys
import zlib

import numpy as np

WAYS = ("vjp", "jvp", "second", "batched")
BUGS = []


def bug(*, issue, says, inputs, case, way="vjp", cotangent=None, sizes=None):
    """Registers a bug.

    issue      the public thread: owner/repository#number, or an address
    says       what was wrong, in one line without a full stop
    inputs     one per parameter of value, as for backproof.gradcheck: {"shape": ["n", 3], "domain": "positive"}, or
               {"fixed": value} for what has no gradient. Domains: real, positive, nonzero, integer, [low, high],
               {"integer": [low, high]}. They say what the function is for, not where the bug is
    case       by name: nested lists for the inputs (other values for what is fixed, if need be), and the cotangent, a tuple of
               several outputs. Where the bug shows
    way        what the bug is in. Besides the vjp: "jvp", wrong(*inputs, *tangents), which returns as value does;
               "second", the vjp of the vjp: wrong(*inputs, y_bar, *u), u one per gradient, which returns the gradients by all inputs that
               have one and by y_bar; "batched", wrong(*inputs, y_bars) with an axis in front, which the gradients have, too. These three
               have the right first order as vjp(*inputs, y_bar). The case has u or tangents by the name of the parameter
    cotangent  the description of the cotangent of a second order bug; default: like the first input
    sizes      what a user would choose for the names of sizes, where 3, 4, 2, 5 do not do: dict(n=64)
    """

    def register(cls):
        BUGS.append(Bug(cls, issue, says, inputs, case, way, cotangent, sizes or {}))
        return cls

    return register


class Malformed(ValueError):
    """An entry that is not as it should be: which, and in what."""


class Bug:
    """One entry: a function, the bug's gradient and the right one, samples that people give, and the case that shows it."""

    def __init__(self, cls, issue, says, inputs, case, way, cotangent, sizes):
        self.module = cls.__module__.split(".")[-1]
        self.system = sys.modules[cls.__module__].__doc__.splitlines()[0].split(":")[0].rstrip(".")
        self.name = cls.__name__
        self.issue, self.says, self.way = issue, says, way
        self.value, self.wrong, self.right = cls.value, cls.wrong, cls.right
        self.vjp = getattr(cls, "vjp", None)
        self.names = list(inspect.signature(cls.value).parameters)
        self.check(len(inputs), case)
        self.inputs = [{"name": name, **each} if "shape" in each else each for name, each in zip(self.names, inputs)]
        self.case, self.cotangent, self.sizes = case, cotangent, sizes

    def __str__(self):
        return f"{self.module}.{self.name}"

    def check(self, count, case):
        def expect(holds, sentence):
            if not holds:
                raise Malformed(f"{self}: {sentence}")

        expect(self.way in WAYS, f"expected way to be one of {', '.join(WAYS)}, got {self.way!r}")
        expect(count == len(self.names), f"value takes {', '.join(self.names)}: expected {len(self.names)} inputs, got {count}")
        expect((self.vjp is None) == (self.way == "vjp"), "expected vjp(…), the right first order, for all ways but vjp itself")
        expect("#" in self.issue or self.issue.startswith("https://"), f"expected owner/repository#number, got {self.issue!r}")
        known = {*self.names, *inspect.signature(self.wrong).parameters, "cotangent"}
        expect(set(case) <= known, f"the case has {', '.join(set(case) - known)}, which is no parameter")

    def is_varied(self, at):
        """Whether there is a gradient by this input."""
        return "shape" in self.inputs[at] and not is_whole(self.inputs[at])

    @property
    def places(self):
        return [at for at in range(len(self.inputs)) if self.is_varied(at)]

    def at_case(self):
        """The arguments of value where the bug shows."""
        return [self._argument(each, self.case.get(name)) for name, each in zip(self.names, self.inputs)]

    def _argument(self, described, given):
        if "fixed" in described:
            return described["fixed"] if given is None else given
        if given is None:
            raise Malformed(f"{self}: the case lacks {described['name']}")
        array = np.array(given, dtype=dtype_of(described))
        if array.ndim != len(described["shape"]):
            raise Malformed(f"{self}: {described['name']} of the case has {array.ndim} axes; expected {len(described['shape'])}")
        return array

    def usual(self):
        """What a user might give: a sample, standard normal where any numbers will do. The same for everybody."""
        random = np.random.RandomState(zlib.crc32(str(self).encode()))
        return [each["fixed"] if "fixed" in each else self._sample(each, random) for each in self.inputs]

    def size(self, size):
        names = []
        for each in self.inputs:
            names += [name for name in each.get("shape", []) if isinstance(name, str) and name not in names]
        return self.sizes.get(size, [3, 4, 2, 5][names.index(size) % 4]) if isinstance(size, str) else size

    def _sample(self, described, random):
        shape = [self.size(each) for each in described["shape"]]
        domain = described.get("domain", "real")
        if isinstance(domain, dict):
            low, high = domain["integer"]
            high = self.size(high) - 1 if isinstance(high, str) else high
            drawn = random.randint(low, high + 1, shape)
        elif domain == "integer":
            drawn = random.randint(-4, 5, shape)
        elif isinstance(domain, str):
            drawn = random.randn(*shape)
            drawn = abs(drawn) if domain == "positive" else drawn
        else:
            drawn = random.uniform(*domain, shape)
        return np.array(drawn, dtype=dtype_of(described))


def is_whole(described):
    domain = described.get("domain")
    return domain == "integer" or isinstance(domain, dict)


def dtype_of(described):
    return "int64" if is_whole(described) else described.get("dtype", "float64")


def load():
    """All bugs, by system."""
    for each in sorted(each.name for each in pkgutil.iter_modules(__path__)):
        importlib.import_module(f"{__name__}.{each}")
    return BUGS
