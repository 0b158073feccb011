"""The contact guard: text in, findings out. Plain Python, usable without the rest of Gighall.

``find_in`` judges one text, ``find`` a run of consecutive messages of one author, ``find_last`` the last one of such a
run for whoever judges each as it comes; ``may_complete`` says of a text whether that can differ.
``find_standing_out`` leaves the wording as a whole aside, as names want it; ``warm_up`` reads the lists before anybody
waits. What follows from a finding (masked, noted, allowed) is not decided here: that is policy, and it lives elsewhere.
"""

from gighall.guard.find import find, find_in, find_standing_out
from gighall.guard.finding import Finding
from gighall.guard.last import find_last, may_complete
from gighall.guard.warming import warm_up
from gighall.guard.wording import LEANING

__all__ = [
    "LEANING",
    "Finding",
    "find",
    "find_in",
    "find_last",
    "find_standing_out",
    "may_complete",
    "warm_up",
]
