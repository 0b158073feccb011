"""Transcripts and the evidence bundle: a file that says what the record says holds, any other one does not."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from gighall.cli.main import main
from gighall.cli.verify import verify_file, verify_record
from gighall.domain.accounts.models import Person
from gighall.domain.chat_sessions.models import ChatSession
from gighall.domain.chat_sessions.queries import transcript_of
from gighall.domain.record.actions import erase_entries
from gighall.domain.record.bundle import read_bundle
from gighall.domain.record.models import Record
from tests.held import hold_session
from tests.world import CONTACT_WORDS, World

ClientOf = Callable[[Person | None], Client]
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def session(world: World) -> ChatSession:
    """Return a session that was held and has ended."""
    return hold_session(
        world.order, at=world.now + timedelta(hours=1), words=["Hello.", CONTACT_WORDS, "Да."]
    )


@pytest.fixture
def bundle(world: World, client_of: ClientOf, session: ChatSession, tmp_path: Path) -> Path:
    """Return the seller's bundle of the order, as a file."""
    return kept(world, client_of, tmp_path / "bundle.zip")


def kept(world: World, client_of: ClientOf, path: Path) -> Path:
    """Download the seller's bundle."""
    answer = client_of(world.seller).get(f"/orders/{world.order.public_id}/bundle/")
    path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    return path


def markdown_of(session: ChatSession) -> bytes:
    """Return the transcript as it is handed out now."""
    return transcript_of(Record.objects.get(pk=session.order.record_id), session.public_id).text.encode()


def test_the_bundle_holds_each_transcript_and_verifies_it_offline(
    session: ChatSession, bundle: Path, capsys: Printed
) -> None:
    held = read_bundle(bundle).transcripts

    assert held == {f"{session.public_id}.md": markdown_of(session)}
    assert verify_file(bundle) == 0
    assert f"transcript {session.public_id}" in capsys.readouterr().out


def test_a_transcript_that_says_what_the_record_says_holds(
    world: World, session: ChatSession, bundle: Path, capsys: Printed
) -> None:
    content = markdown_of(session)

    assert verify_file(bundle, None, content) == 0
    assert verify_record(world.order.public_id, None, content) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "OK"


def test_a_changed_word_is_found_and_its_line_is_named(
    session: ChatSession, bundle: Path, capsys: Printed
) -> None:
    content = markdown_of(session)
    line = next(number for number, each in enumerate(content.splitlines(), 1) if each == b"    Hello.")

    assert verify_file(bundle, None, content.replace(b"    Hello.", b"    Hallo.")) == 1

    assert capsys.readouterr().out.splitlines()[-1] == f"BAD      line {line} is not what the record says"


@pytest.mark.parametrize(
    "content", [b"", b"# Transcript of a text session\n", b"\xff\x00", b"- Session: x\n"]
)
def test_what_is_no_transcript_of_this_record_does_not_hold(
    bundle: Path, content: bytes, capsys: Printed
) -> None:
    assert verify_file(bundle, None, content) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("BAD")


def test_a_transcript_made_before_an_erasure_still_fits_and_one_made_after_it_says_so(
    world: World, client_of: ClientOf, session: ChatSession, tmp_path: Path, capsys: Printed
) -> None:
    before = markdown_of(session)
    number = next(
        each.number
        for each in transcript_of(session.order.record, session.public_id).entries
        if each.kind == "message"
    )
    erase_entries(
        record_id=session.order.record_id,
        numbers=[number],
        by_id=world.operator.pk,
        clause="conduct",
        now=world.now + timedelta(hours=3),
    )
    later = kept(world, client_of, tmp_path / "later.zip")

    assert verify_file(later, None, before) == 0
    assert "were erased from the record after it was made" in capsys.readouterr().out
    assert verify_file(later, None, markdown_of(session)) == 0
    assert f"it was made after the words of #{number} were erased" in capsys.readouterr().out


def test_a_transcript_that_is_not_there_is_asked_for(bundle: Path) -> None:
    assert main(["verify", str(bundle), "--transcript", "/nowhere.md"]) == 2
