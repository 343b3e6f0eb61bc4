"""Backproof beside torch's gradcheck and HIPS autograd's check_grads, on the functions of functions.py, right and wrong: a table
in Markdown.

python3 bench/functions/compare.py

HIPS autograd is on no Debian mirror: put a copy of it on PYTHONPATH. Without it its row is left out.
"""

import glob
import os
import sys
import time
import warnings

here = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [here, os.path.join(here, "..", "..", "adapters", "python")]

import torch

import backproof
from functions import ENTRIES, custom

try:
    import hips
except ImportError as error:
    print(f"skipped: check_grads of HIPS autograd ({error}); put a copy of autograd on PYTHONPATH", file=sys.stderr)
    hips = None

torch.set_num_threads(1)
warnings.simplefilter("ignore")


def by_torch(fast):
    def judge(fn, entry):
        return "right" if torch.autograd.gradcheck(fn, entry.samples, raise_exception=False, fast_mode=fast) else "wrong"

    return judge


def said(fn, inputs):
    try:
        backproof.gradcheck(fn, inputs, name="f", library="torch")
        return "right"
    except AssertionError as error:
        return "undecided" if "not judged" in str(error) else "wrong"


def at_samples(fn, entry):
    return said(fn, entry.samples)


def drawn(fn, entry):
    return said(fn, entry.described or entry.samples)


JUDGES = {
    "`torch.autograd.gradcheck`, full": by_torch(False),
    "`torch.autograd.gradcheck`, fast": by_torch(True),
    **({"`check_grads` of HIPS autograd": lambda fn, entry: hips.check(fn, entry.samples)} if hips else {}),
    "`backproof.gradcheck`, the same samples": at_samples,
    "`backproof.gradcheck`, drawn inputs": drawn,
}


def processor_time():
    """Of this process and of the oracle's, in seconds: other work on the machine does not count."""
    oracle = backproof._running.process.pid
    threads = (open(each).read() for each in glob.glob(f"/proc/{oracle}/task/*/schedstat"))
    return time.process_time() + sum(int(each.split()[0]) for each in threads) / 1e9


def measured(judge, fn, entry):
    start = processor_time()
    try:
        verdict = judge(fn, entry)
    except Exception as error:
        verdict = f"threw {type(error).__name__}"
    return verdict, 1000 * (processor_time() - start)


TRIES = 3


def median(numbers):
    return sorted(numbers)[len(numbers) // 2]


def main():
    # What is started once is no part of any check.
    said(torch.sigmoid, ENTRIES[0].samples)
    said_by = {title: {"right": [], "wrong": []} for title in JUDGES}
    for entry in ENTRIES:
        for kind, graph in (("right", entry.fn), ("wrong", entry.wrong)):
            fn = custom(entry.fn, graph)
            # In turns, so that what the machine is like at the moment is the same for all.
            tries = {title: [] for title in JUDGES}
            for turn in range(TRIES):
                for title, judge in JUDGES.items():
                    if turn == 0 or judge is not drawn:
                        tries[title].append(measured(judge, fn, entry))
            for title, found in said_by.items():
                found[kind].append((entry.name, tries[title][0][0], median([each[1] for each in tries[title]])))
    rows, notes = [], []
    for title, found in said_by.items():
        notes += [f"{title}: {name}, which is {kind}: {verdict}" for kind, list_ in found.items() for name, verdict, _ in list_ if verdict != kind]
        count = lambda kind, verdict: sum(each[1] == verdict for each in found[kind])
        undecided = count("right", "undecided") + count("wrong", "undecided")
        times = [f"{median([each[2] for each in found[kind]]):.1f}" for kind in found]
        total = len(ENTRIES)
        rows.append([title, f"{count('wrong', 'wrong')} of {total}", f"{count('right', 'wrong')} of {total}", str(undecided), *times])
    print("| | wrong ones caught | right ones blamed | undecided | ms, right | ms, wrong |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print()
    print("\n".join(notes))


main()
