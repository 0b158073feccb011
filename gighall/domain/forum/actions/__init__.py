"""What can be done in the community. Each action is one transaction."""

from .editing import edit_post, hide_post, remove_post, show_post
from .judging import cast_vote, choose_best, end_recommendation, react, recommend_post
from .posting import answer, ask

__all__ = [
    "answer",
    "ask",
    "cast_vote",
    "choose_best",
    "edit_post",
    "end_recommendation",
    "hide_post",
    "react",
    "recommend_post",
    "remove_post",
    "show_post",
]
