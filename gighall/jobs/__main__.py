"""``python -m gighall.jobs``: the worker of deferred jobs, and the sweeper of deadlines."""

import asyncio
import logging
import os
import signal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gighall.config.settings")
django.setup()

from gighall.jobs.worker import run  # noqa: E402  (needs the settings above)


def main() -> None:
    """Run until a signal asks to stop; a job in hand is finished first."""
    logging.captureWarnings(True)
    loop = asyncio.new_event_loop()
    task = loop.create_task(run())
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    try:
        loop.run_until_complete(task)
    except asyncio.CancelledError:
        pass
    finally:
        loop.close()


main()
