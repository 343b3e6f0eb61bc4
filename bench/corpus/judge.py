"""What one tool says of every bug of the corpus and of its right twin, as JSON.

python3 bench/corpus/judge.py TOOL

Asked twice: of usual inputs (standard normal samples; our check draws its own), and at the case that shows the bug. If the tool is
not installed, the answer is {"skipped": why}.
"""

import json
import os
import sys
import warnings

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "..", "..")]

import numpy as np

import corpus
from asked import Asked
from tools import TOOLS, NotAsked


def said(tool, asked, arguments):
    try:
        holds = tool.judge(asked, arguments)
    except NotAsked as error:
        return f"not asked: {error}"
    except Exception:
        # What throws in a test has failed.
        return "wrong"
    return {True: "right", False: "wrong", None: "undecided"}[holds]


def main(name):
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    # The answer alone goes to standard output.
    answer, sys.stdout = sys.stdout, sys.stderr
    try:
        tool = TOOLS[name]()
    except ImportError as error:
        json.dump({"skipped": str(error)}, answer)
        return
    found = []
    for bug in corpus.load():
        for kind in ("right", "wrong"):
            asked = Asked(bug, getattr(bug, kind))
            places = {
                "usual": None if getattr(tool, "draws", False) else asked.with_cotangent(bug.usual(), usual=True),
                "case": asked.with_cotangent(bug.at_case()),
            }
            for where, arguments in places.items():
                found.append({"bug": str(bug), "kind": kind, "where": where, "said": said(tool, asked, arguments)})
    about = [{"bug": str(each), **{name: getattr(each, name) for name in ("system", "issue", "says", "way")}} for each in corpus.BUGS]
    json.dump({"version": tool.version, "found": found, "bugs": about}, answer)


main(sys.argv[1])
