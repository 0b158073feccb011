"""The parts of ``gighall replay``: the stage, and the two who talk on it."""
