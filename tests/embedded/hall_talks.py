"""Talks in a running hall: made there by a program beside it, and held through its front."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gighall.domain.accounts.models import Person
from gighall.domain.record.models import Record
from tests.harness.halls import ROOT, RunningHall
from tests.live.program import Talk, Talker

# What a test does in its own database is done here in the hall's, by a program beside it.
MAKE_TALKS = """
talks = make_talks(int(sys.argv[1]))
sides = lambda talk: [(one.person.pk, one.person.public_id, one.token) for one in (talk.buyer, talk.seller)]
print(json.dumps([(talk.record.pk, talk.record.public_id, *sides(talk)) for talk in talks]))
"""
CHECK_CHAINS = """
records = [Record.objects.get(pk=pk) for pk in sys.argv[1:]]
print(json.dumps([chain_holds(Talk(record, None, None, None)) for record in records]))
"""
BEGIN = """
import django, json, sys
django.setup()
from gighall.domain.record.models import Record
from tests.live.load import chain_holds, make_talks
from tests.live.program import Talk
"""


@dataclass
class Front:
    """The hall's one open port."""

    hall: RunningHall

    @property
    def way(self) -> Path | str:
        """Return where people connect to."""
        return f"ws://127.0.0.1:{self.hall.port}/live/"

    @property
    def database_url(self) -> str:
        """Return where the hall stores everything."""
        return self.hall.database_url


def run_in(hall: RunningHall, script: str, *words: str) -> list[Any]:
    """Run a script on the hall's database; return what it printed."""
    settings = {"DATABASE_URL": hall.database_url, "DJANGO_SETTINGS_MODULE": "gighall.config.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", BEGIN + script, *words],
        cwd=ROOT,
        env=hall.environment() | settings | {"GIGHALL_DEMO": "yes"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    answer: list[Any] = json.loads(ran.stdout)
    return answer


def talks_in(hall: RunningHall, count: int) -> list[Talk]:
    """Make talks in the hall; return them as they stand there."""
    found = []
    for record_id, c, *sides in run_in(hall, MAKE_TALKS, str(count)):
        buyer, seller = (Talker(Person(pk=pk, public_id=name), token) for pk, name, token in sides)
        found.append(Talk(Record(pk=record_id, public_id=c), buyer, seller, buyer))
    return found


def chains_hold(hall: RunningHall, talks: list[Talk]) -> bool:
    """Say whether the chain of each talk holds."""
    return all(run_in(hall, CHECK_CHAINS, *(str(talk.record.pk) for talk in talks)))
