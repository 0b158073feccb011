"""What can be done at the desk. Each action is one transaction."""

from .cases import decide_case, open_case
from .reports import report_entry

__all__ = ["decide_case", "open_case", "report_entry"]
