"""One stream of chance per subject, so that drawing more of one thing moves no other."""

from random import Random


def stream(seed: int, *subject: object) -> Random:
    """The stream of a subject under a seed; the same on every machine."""
    return Random(":".join(str(each) for each in (seed, *subject)))
