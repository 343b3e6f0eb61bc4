"""Whether the entries of the corpus are as they should be: at its case, `wrong` is far off, and `right` is right by our check.

python3 bench/corpus/check.py [MODULE | MODULE.NAME]… [--drawn] [--show]

--drawn also asks on drawn inputs; --show prints our reports. The exit code is 1 if an entry is not as it should be.
"""

import os
import sys
import warnings

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "..", "..")]

import numpy as np

import corpus
import ours
from asked import Asked, listed, weights_like

# Bugs overflow and divide by zero: that is what is shown.
warnings.simplefilter("ignore")
np.seterr(all="ignore")

# Nearer ones might be a matter of taste.
FAR = 1e-3


def apart(bug):
    """How far the two gradients are apart at the case, by the size of the right one."""
    arguments = Asked(bug, bug.right).with_cotangent(bug.at_case())
    run = lambda gradient: listed(gradient(*copies(arguments), *weights(bug, gradient, arguments)))
    right = run(bug.right)
    # What the first run leaves may spoil the second one.
    return max(distance(run(bug.wrong), right) for _ in range(2))


def distance(wrong, right):
    if len(wrong) != len(right):
        return np.inf
    worst = 0
    for one, other in zip(map(np.asarray, wrong), map(np.asarray, right)):
        if one.shape != other.shape or one.dtype != other.dtype or not np.isfinite(one).all():
            return np.inf
        size = np.abs(other).max(initial=0)
        worst = max(worst, np.abs(one - other).max(initial=0) / (size or 1))
    return worst


def copies(arguments):
    return [each.copy() if isinstance(each, np.ndarray) else each for each in arguments]


def weights(bug, gradient, arguments):
    """The cotangents, tangents or directions of the case, or others."""
    asked = Asked(bug, gradient)
    if bug.way == "jvp":
        return [weights_like(arguments[at]) for at in asked.places]
    outputs = asked.outputs(copies(arguments))
    if bug.way == "batched":
        return [np.stack([weights_like(y), 2 - weights_like(y)]) for y in outputs]
    given = bug.case.get("cotangent")
    if given is None or bug.way == "second":
        return [weights_like(y) for y in outputs]
    return [np.array(each, np.asarray(y).dtype) for each, y in zip(given if isinstance(given, tuple) else (given,), outputs)]


def problems(bug, drawn, show):
    found = []
    off = apart(bug)
    if not off > FAR and not changes(bug):
        found.append(f"at its case, wrong differs from right by {off:.1e} of it alone")
    for kind in ("wrong", "right"):
        asked = Asked(bug, getattr(bug, kind))
        for where, arguments in (("at its case", asked.with_cotangent(bug.at_case())), *([("on drawn inputs", None)] if drawn else [])):
            text = ours.text_of(asked, arguments)
            if show:
                print(text, end="\n\n")
            said = ours.verdict(text)
            if said != kind:
                found.append(f"{where}, {kind} is said to be {said}" + ("" if show else f": {text}"))
    return found


def changes(bug):
    """Whether wrong writes to what it was given: its numbers may be right."""
    arguments = Asked(bug, bug.wrong).with_cotangent(bug.at_case())
    given = copies(arguments)
    deltas = weights(bug, bug.wrong, arguments)
    held = copies(deltas)
    bug.wrong(*given, *held)
    return any(not np.array_equal(a, b, equal_nan=True) for a, b in zip([*arguments, *deltas], [*given, *held]) if isinstance(a, np.ndarray))


def main(arguments):
    chosen = [each for each in arguments if not each.startswith("--")]
    bugs = [each for each in corpus.load() if not chosen or each.module in chosen or str(each) in chosen]
    bad = 0
    for bug in bugs:
        for problem in problems(bug, "--drawn" in arguments, "--show" in arguments):
            print(f"{bug}: {problem}")
            bad += 1
    print(f"{len(bugs)} bugs of {len({each.system for each in bugs})} systems, {bad} problems")
    return 1 if bad or not bugs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
