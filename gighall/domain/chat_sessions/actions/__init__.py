"""What can be done with sessions. Each action is one transaction."""

from .calls import ask_for_video, start_call
from .ending import end_session
from .presence import close_line, note_presence
from .standstill import pause, resume
from .start import press_start, withdraw_start
from .sweep import sweep_sessions

__all__ = [
    "ask_for_video",
    "close_line",
    "end_session",
    "note_presence",
    "pause",
    "press_start",
    "resume",
    "start_call",
    "sweep_sessions",
    "withdraw_start",
]
