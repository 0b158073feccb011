"""The end of sign-ins. The sign-ins themselves are kept by django-allauth."""

from django.db import connection

from gighall.base.bus import RING_SQL, signed_out_bell


def ring_sign_in_ended(*, person_id: int) -> None:
    """Ring the doorbell that makes every open page of a person prove its sign-in again."""
    with connection.cursor() as cursor:
        cursor.execute(RING_SQL, [signed_out_bell(person_id)])
