"""What a guest wrote before signing in: kept with their sign-in's own storage, and there again afterwards."""

from django.http import HttpRequest

from gighall.base import limits

_KEY = "forum_drafts"
DRAFTS_MAX = 5


def keep_draft(request: HttpRequest, topic_id: str, text: str) -> None:
    """Keep what somebody typed below a question; the newest few are kept."""
    drafts = dict(request.session.get(_KEY, {}))
    drafts.pop(topic_id, None)
    if text.strip():
        drafts[topic_id] = text[: limits.POST_CHARACTERS_MAX * 2].replace("\x00", "")
    request.session[_KEY] = dict(list(drafts.items())[-DRAFTS_MAX:])


def draft_of(request: HttpRequest, topic_id: str) -> str:
    """Return what somebody typed below a question and has not sent."""
    return str(request.session.get(_KEY, {}).get(topic_id, ""))


def forget_draft(request: HttpRequest, topic_id: str) -> None:
    """Forget it: it was sent."""
    if topic_id in request.session.get(_KEY, {}):
        drafts = dict(request.session[_KEY])
        del drafts[topic_id]
        request.session[_KEY] = drafts
