"""What can be done with orders. Each action is one transaction; its entry is the last write."""

from .accept import accept_delivery
from .deliver import deliver
from .place import place_order
from .sweep import sweep_deadlines

__all__ = ["accept_delivery", "deliver", "place_order", "sweep_deadlines"]
