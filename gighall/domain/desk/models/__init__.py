"""Tables of the room desk."""

from .cases import Case, Report
from .tickets import Ticket, TicketMessage

__all__ = ["Case", "Report", "Ticket", "TicketMessage"]
