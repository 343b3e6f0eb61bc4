import layers


def test_soft_threshold(backproof):
    inputs = [{"shape": ["n"]}, {"shape": [], "domain": "positive"}]
    backproof.gradcheck(layers.soft_threshold, inputs, vjp=layers.soft_threshold_vjp, library="numpy")


def test_gated(backproof):
    inputs = [{"shape": ["n", "m"]}, {"shape": ["m"]}]
    backproof.gradcheck(layers.gated, inputs, vjp=layers.gated_vjp, library="numpy")
