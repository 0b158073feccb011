"""The jobs that rooms defer by name. Each translates its arguments and calls one action."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gighall.base import clock
from gighall.domain.notices.actions import SEND_MAIL_TASK, send_mail


@app.task(name=SEND_MAIL_TASK, retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def send_mail_task(mail_id: int) -> None:
    """Send one stored mail."""
    send_mail(mail_id=mail_id, now=clock.now())
