"""serve.mjs in Python: a subject is asked, a line of JSON at a time, to prepare a program, for its value, for the
processor time of a run, and for the memory of one."""

import json
import re
import sys
import time
import traceback

import numpy

from functions import FUNCTIONS


def blas():
    """Which library multiplies matrices in this process: between them lies a factor of ten."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        libraries = maps.read()
    return "OpenBLAS" if "openblas" in libraries else "the reference BLAS" if "libblas" in libraries else "its own BLAS"


class Unsupported(Exception):
    pass


def filled(entry, dtype):
    size = int(numpy.prod(entry["shape"]))
    steps = numpy.arange(1, size + 1, dtype=numpy.float64)
    data = entry["centre"] + entry["radius"] * numpy.sin(12.9898 * steps + 78.233 * entry["salt"])
    return data.reshape(entry["shape"]).astype(dtype)


def prepared(subject, question):
    dtype, program = question["dtype"], question["program"]
    orders = subject.layouts.get(program, [])
    inputs = question["inputs"]

    def laid_out(at):
        data = filled(inputs[at], dtype)
        return numpy.ascontiguousarray(data.transpose(orders[at])) if at < len(orders) else data

    tensors = [subject.tensor(laid_out(at), entry["gradient"]) for at, entry in enumerate(inputs)]
    wanted = [at for at, entry in enumerate(inputs) if entry["gradient"]]
    try:
        if program in subject.own:
            run = subject.own[program](*tensors)
        else:
            run = subject.prepare(FUNCTIONS[program](subject.ops, question["size"]), tensors, wanted)
    except (AttributeError, KeyError) as error:
        raise Unsupported(f"{subject.name} has no {program} ({error})") from error

    def value():
        output, gradients = run()
        found = []
        for at, gradient in zip(wanted, gradients):
            array = numpy.asarray(gradient)
            found.append(array.transpose(numpy.argsort(orders[at])) if at < len(orders) else array)
        return {
            "output": numpy.asarray(output.detach() if hasattr(output, "detach") else output).ravel().tolist(),
            "gradients": [each.ravel().tolist() for each in found],
        }

    return run, value


def sample(run, seconds, batch):
    """Microseconds of processor time of one run."""
    begun = time.process_time()
    count, spent = 0, 0.0
    while spent < seconds:
        for _ in range(batch):
            run()
        count += batch
        spent = time.process_time() - begun
    return spent / count * 1e6


def resident(field):
    with open("/proc/self/status") as status:
        return int(re.search(rf"^{field}:\s+(\d+) kB", status.read(), re.M)[1]) * 1024


def memory_of(run):
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError as error:
        raise Unsupported("this system has no /proc/self/clear_refs, with which the peak of memory is measured") from error
    before = resident("VmRSS")
    run()
    return resident("VmHWM") - before


class Server:
    def __init__(self, subject):
        self.subject = subject
        self.batch = 1

    def hello(self, _):
        return {"name": self.subject.name, "version": self.subject.version}

    def prepare(self, question):
        self.run, self.compute_value = prepared(self.subject, question)
        return {}

    def value(self, _):
        return self.compute_value()

    def warm(self, question):
        each = sample(self.run, 1e-9, 1)
        if each <= 500_000:
            each = sample(self.run, question["milliseconds"] / 1000, 1)
        self.batch = max(1, round(5000 / each))
        return {"micros": each}

    def sample(self, question):
        return {"micros": sample(self.run, question["milliseconds"] / 1000, self.batch)}

    def memory(self, _):
        return {"bytes": memory_of(self.run)}


def serve(subject):
    server = Server(subject)
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = getattr(server, question["ask"])(question)
        except Unsupported as error:
            answer = {"unsupported": str(error)}
        except Exception:  # whatever a library throws is said by the bench
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), flush=True)
