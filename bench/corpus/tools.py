"""The tools that judge the corpus: each takes what is asked and arguments, and says `right` or `wrong`."""

import numpy as np


class NotAsked(Exception):
    """The tool has no way to ask this."""


def refuse(asked, ways, float32=True):
    if asked.way not in ways:
        raise NotAsked(asked.way)
    if not float32 and any(each.get("dtype", "float64") != "float64" for each in asked.described() if "shape" in each):
        raise NotAsked("float32")


def filled(asked, arguments, arrays):
    """All arguments, with other arrays in the places that have a gradient."""
    by = dict(zip(asked.places, arrays))
    return [by.get(at, each) for at, each in enumerate(arguments)]


def flat(outputs):
    """Several outputs as one vector."""
    return np.concatenate([np.ravel(each) for each in outputs]) if len(outputs) > 1 else np.asarray(outputs[0])


def unflat(vector, outputs):
    """The cotangents of several outputs."""
    if len(outputs) == 1:
        return [vector.reshape(np.shape(outputs[0]))]
    ends = np.cumsum([np.size(each) for each in outputs])[:-1]
    return [part.reshape(np.shape(each)) for part, each in zip(np.split(vector, ends), outputs)]


class Torch:
    """torch.autograd.gradcheck. Second order is the first order of the gradient, as in gradgradcheck."""

    def __init__(self, fast):
        import torch

        torch.set_num_threads(1)
        torch.manual_seed(1)
        self.torch, self.fast = torch, fast
        self.version = f"PyTorch {torch.__version__}"

    def judge(self, asked, arguments):
        refuse(asked, ("vjp", "second", "jvp"), float32=False)
        inputs = [self.torch.tensor(arguments[at], requires_grad=True) for at in asked.places]
        options = {"check_forward_ad": True, "check_backward_ad": False} if asked.way == "jvp" else {}
        fn = self.function(asked, arguments)
        return self.torch.autograd.gradcheck(fn, inputs, raise_exception=False, fast_mode=self.fast, **options)

    def function(self, asked, arguments):
        torch = self.torch
        # Arrays that share memory with the tensors: what writes to them is seen.
        numpy = lambda tensors: [each.detach().numpy() for each in tensors]
        tensor = lambda array, like: torch.as_tensor(np.array(array, dtype=like))

        class Custom(torch.autograd.Function):
            @staticmethod
            def forward(ctx, *x):
                ctx.save_for_backward(*x)
                ctx.save_for_forward(*x)
                y = tuple(tensor(each, np.float64) for each in asked.outputs(filled(asked, arguments, numpy(x))))
                return y if len(y) > 1 else y[0]

            @staticmethod
            def backward(ctx, *y_bar):
                given = filled(asked, arguments, numpy(ctx.saved_tensors))
                return tuple(tensor(each, np.asarray(each).dtype) for each in asked.pulled(given, numpy(y_bar)))

            @staticmethod
            def jvp(ctx, *tangents):
                given = filled(asked, arguments, numpy(ctx.saved_tensors))
                found = tuple(tensor(each, np.float64) for each in asked.pulled(given, numpy(tangents), asked.claimed))
                return found if len(found) > 1 else found[0]

        return Custom.apply


class Hips:
    """check_grads of HIPS autograd, by all inputs, of one primitive. A primitive has one output: several are one vector."""

    def __init__(self):
        import autograd
        from importlib.metadata import version

        self.version = f"autograd {version('autograd')}"

    def judge(self, asked, arguments):
        from autograd.test_util import check_grads

        refuse(asked, ("vjp", "second", "jvp"), float32=False)
        np.random.seed(1)
        inputs = [np.array(arguments[at]) for at in asked.places]
        mode = "fwd" if asked.way == "jvp" else "rev"
        try:
            check_grads(self.primitive(asked, arguments), tuple(range(len(inputs))), modes=[mode], order=1)(*inputs)
            return True
        except AssertionError:
            return False

    def primitive(self, asked, arguments):
        from autograd.extend import defjvp, defvjp, primitive

        count = len(asked.places)
        wrapped = primitive(lambda *x: flat(asked.outputs(filled(asked, arguments, x))))

        def vjp_by(place):
            def vjp(ans, *x):
                given = filled(asked, arguments, x)
                return lambda y_bar: asked.pulled(given, unflat(y_bar, asked.outputs(given)))[place]

            return vjp

        def jvp_by(place):
            def jvp(v, ans, *x):
                tangents = [v if at == place else np.zeros_like(each) for at, each in enumerate(x)]
                return flat(asked.pulled(filled(asked, arguments, x), tangents, asked.claimed))

            return jvp

        defvjp(wrapped, *(vjp_by(place) for place in range(count)))
        defjvp(wrapped, *(jvp_by(place) for place in range(count)))
        return wrapped


class Jax:
    """jax.test_util.check_grads, whose tolerances are those of the dtype."""

    def __init__(self):
        import jax
        import jax.test_util

        jax.config.update("jax_enable_x64", True)
        jax.config.update("jax_platforms", "cpu")
        self.jax = jax
        self.version = f"JAX {jax.__version__}"

    def judge(self, asked, arguments):
        refuse(asked, ("vjp", "second", "jvp"))
        inputs = tuple(self.jax.numpy.asarray(arguments[at]) for at in asked.places)
        mode = "fwd" if asked.way == "jvp" else "rev"
        try:
            self.jax.test_util.check_grads(self.function(asked, arguments, mode), inputs, order=1, modes=[mode])
            return True
        except AssertionError:
            return False

    def function(self, asked, arguments, mode):
        jax = self.jax
        shapes = lambda arrays: tuple(jax.ShapeDtypeStruct(np.shape(each), np.asarray(each).dtype) for each in arrays)
        outputs = shapes(asked.outputs(filled(asked, arguments, [np.array(arguments[at]) for at in asked.places])))
        inputs = shapes([arguments[at] for at in asked.places])
        # Callbacks get copies that may be written to, as anybody's NumPy code expects.
        copies = lambda arrays: [np.array(each) for each in arrays]

        def run(*x):
            found = asked.outputs(filled(asked, arguments, copies(x)))
            return tuple(np.asarray(each, dtype=like.dtype) for each, like in zip(found, outputs))

        def pull(x, weights, by):
            found = asked.pulled(filled(asked, arguments, copies(x)), copies(weights), by)
            return tuple(np.asarray(each) for each in found)

        call = lambda *x: jax.pure_callback(run, outputs, *x)
        if mode == "fwd":
            f = jax.custom_jvp(call)
            f.defjvp(lambda x, v: (call(*x), jax.pure_callback(lambda x, v: pull(x, v, asked.claimed), outputs, x, v)))
        else:
            f = jax.custom_vjp(call)
            f.defvjp(
                lambda *x: (call(*x), x),
                lambda x, y_bar: jax.pure_callback(lambda x, d: pull(x, d, asked.vjp), inputs, x, y_bar),
            )
        return f


class AllOnes:
    """As a course may test: the gradient of the sum of all outputs, against one central difference per entry."""

    def __init__(self, step, relative, absolute):
        self.step, self.relative, self.absolute = step, relative, absolute
        self.version = f"NumPy {np.__version__}"

    def judge(self, asked, arguments):
        refuse(asked, ("vjp",), float32=False)
        copy = lambda: [each.copy() if isinstance(each, np.ndarray) else each for each in arguments]
        ones = [np.ones_like(each) for each in asked.outputs(copy())]
        found = asked.pulled(copy(), ones)
        if len(found) != len(asked.places):
            return False
        return all(
            np.shape(each) == np.shape(arguments[at])
            and np.allclose(each, self.differences(asked, copy, at), self.relative, self.absolute)
            for at, each in zip(asked.places, found)
        )

    def differences(self, asked, copy, place):
        slopes = np.zeros(np.shape(copy()[place]))
        for index in np.ndindex(slopes.shape):
            ends = []
            for side in (1, -1):
                moved = copy()
                moved[place][index] += side * self.step
                ends.append(sum(np.sum(each, dtype=np.float64) for each in asked.outputs(moved)))
            slopes[index] = (ends[0] - ends[1]) / (2 * self.step)
        return slopes


class Ours:
    """backproof.gradcheck. Without arguments it draws them."""

    draws = True

    def __init__(self):
        import ours

        self.ours = ours
        self.version = "backproof"

    def judge(self, asked, arguments):
        said = self.ours.verdict(self.ours.text_of(asked, arguments))
        return said == "right" if said != "undecided" else None


TOOLS = {
    "torch-full": lambda: Torch(False),
    "torch-fast": lambda: Torch(True),
    "hips": Hips,
    "jax": Jax,
    "ones-strict": lambda: AllOnes(1e-6, 0, 1e-6),
    "ones-loose": lambda: AllOnes(1e-6, 1e-2, 1e-2),
    "ours": Ours,
}
