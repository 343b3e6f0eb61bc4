pytest_plugins = ["backproof"]
