"""What the policy does: judging words, keeping verdicts, and exceptions."""

from .judging import judge_words, store_verdict
from .waivers import grant_waiver, note_place, revoke_waiver

__all__ = ["grant_waiver", "judge_words", "note_place", "revoke_waiver", "store_verdict"]
