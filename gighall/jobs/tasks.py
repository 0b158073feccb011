"""The jobs: those that rooms defer by name, and those that time starts. Each calls one action."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gighall.base import clock
from gighall.domain.conversations.actions import finish_uploads
from gighall.domain.files.actions import sweep_uploads
from gighall.domain.notices.actions import SEND_MAIL_TASK, send_mail
from gighall.domain.payments.actions import keep_reconciliation

logger = logging.getLogger(__name__)


@app.task(name=SEND_MAIL_TASK, retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def send_mail_task(mail_id: int) -> None:
    """Send one stored mail."""
    send_mail(mail_id=mail_id, now=clock.now())


# Asked every hour and done once a day, so that a machine that sleeps at night is checked in the morning.
@app.periodic(cron="17 * * * *")
@app.task(name="payments.keep_reconciliation")
def keep_reconciliation_task(timestamp: int) -> None:
    """Check that all money adds up; an error in the log when it does not."""
    found = keep_reconciliation(now=clock.now())
    if found is not None and found.problems:
        logger.error("the money does not add up (staff see it at /staff/reconciliation/): %s", found.problems)


@app.periodic(cron="* * * * *")
@app.task(name="files.sweep_uploads")
def sweep_uploads_task(timestamp: int) -> None:
    """Finish uploads whose last answer was never given, and forget those of which nothing came for long."""
    finish_uploads(now=clock.now())
    sweep_uploads(now=clock.now())
