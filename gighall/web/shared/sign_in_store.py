"""Where sign-ins are kept: in Django's table; one is read by a query that is written once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from gighall.base.written_query import Given, WrittenQuery

_SIGN_IN = WrittenQuery(
    lambda: Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now"))[:1]
)


class SessionStore(db.SessionStore):
    """Django's own, but for how a sign-in is read."""

    def _get_session_from_db(self) -> Session | None:
        found = _SIGN_IN.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
