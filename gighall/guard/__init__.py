"""The contact guard: text in, findings out. Plain Python, usable without the rest of Gighall.

``find_in`` judges one text, ``find`` a run of consecutive messages of one author. What follows from a
finding (masked, noted, allowed) is not decided here: that is policy, and it lives elsewhere.
"""

from gighall.guard.find import find, find_in
from gighall.guard.finding import Finding

__all__ = ["Finding", "find", "find_in"]
