"""``gighall verify``: recompute the hash chain of an evidence bundle, or of an order's record in the database.

With a transcript, say whether it is the one of a session of that record: its digest, and every word of it.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gighall.base.errors import Refused
from gighall.base.errors import marked as _
from gighall.domain.chat_sessions.rules.transcript import check_transcript, spoken_in
from gighall.domain.record.bundle import read_bundle
from gighall.domain.record.chain import ChainEntry, ChainResult

from .django_door import check_database, open_django

HEAD_BYTES = 32


class NothingToVerify(Refused):
    """No file, no order and no record has this name."""

    code = "nothing_to_verify"


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("verify", help="recompute the hash chain of an order's record")
    parser.add_argument("what", help="an evidence bundle (offline), or the public id of an order or record")
    parser.add_argument(
        "--head", help="a head that was given to you before; the record must have ended in it once"
    )
    parser.add_argument("--transcript", help="the Markdown of a session; it must be what the record says")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print entries, head, and OK or the first bad entry; 1 when the chain does not hold."""
    wanted = head_of(arguments.head)
    file, transcript = Path(arguments.what), _read_transcript(arguments.transcript)
    if file.is_file():
        return verify_file(file, wanted, transcript)
    if file.suffix == ".zip" or "/" in arguments.what:
        raise NothingToVerify(_("There is no file {path}."), path=arguments.what)
    open_django()
    check_database()
    return verify_record(arguments.what, wanted, transcript)


def head_of(words: str | None) -> bytes | None:
    """Return the head that somebody typed.

    Errors: NothingToVerify if it is not one.
    """
    if words is None:
        return None
    try:
        head = bytes.fromhex(words.strip())
    except ValueError:
        head = b""
    if len(head) != HEAD_BYTES:
        raise NothingToVerify(
            _("A head has {count} hexadecimal digits; copy it whole."), count=2 * HEAD_BYTES
        )
    return head


def _read_transcript(name: str | None) -> bytes | None:
    if name is None:
        return None
    if not Path(name).is_file():
        raise NothingToVerify(_("There is no file {path}."), path=name)
    return Path(name).read_bytes()


def verify_file(file: Path, wanted: bytes | None = None, transcript: bytes | None = None) -> int:
    """Verify an evidence bundle without database or settings, and the transcripts in it; return the exit code.

    Errors: BundleUnreadable.
    """
    bundle = read_bundle(file)
    record = bundle.record
    code = _told(record.public_id, bundle.verified(wanted), (record.last_number, record.head))
    contents = [*bundle.transcripts.values(), *([] if transcript is None else [transcript])]
    return code or _check_transcripts(record.public_id, bundle.entries, contents)


def verify_record(public_id: str, wanted: bytes | None = None, transcript: bytes | None = None) -> int:
    """Verify the record of an order (or a record by its own id) in the database; return the exit code.

    Errors: NothingToVerify.
    """
    from gighall.domain.orders.models import Order
    from gighall.domain.record.chain import verify
    from gighall.domain.record.models import Record
    from gighall.domain.record.queries import chain_of

    record = Record.objects.filter(public_id=public_id).first()
    if record is None:
        order = Order.objects.select_related("record").filter(public_id=public_id).first()
        if order is None:
            raise NothingToVerify(_("There is no order and no record with the id {id}."), id=public_id)
        record = order.record
    result = verify(
        public_id=record.public_id,
        kind=record.kind,
        made_at=record.made_at,
        entries=chain_of(record),
        sought=wanted,
    )
    code = _told(record.public_id, result, (record.last_number, bytes(record.head).hex()))
    if code or transcript is None:
        return code
    return _check_transcripts(record.public_id, list(chain_of(record)), [transcript])


def _check_transcripts(record: str, entries: Sequence[ChainEntry], contents: Sequence[bytes]) -> int:
    """Print for each transcript whose it is and whether it holds; return the exit code."""
    if not contents:
        return 0
    spoken = spoken_in(entries)
    results = [check_transcript(record, spoken, content) for content in contents]
    for result in results:
        # The id comes from a file from elsewhere, which must not write lines of its own here.
        print(f"transcript {result.session if result.session.isalnum() else 'of an unknown session'}")
        print(f"sha256  {result.digest}")
        print(f"{'OK' if result.holds else 'BAD'}{f'      {result.why}' if result.why else ''}")
    return 0 if all(result.holds for result in results) else 1


def _told(public_id: str, result: ChainResult, ends: tuple[int, str]) -> int:
    """Print what was found; ``ends`` is how many entries and which head the record itself claims."""
    head = result.head.hex()
    print(f"record  {public_id}")
    print(f"entries {result.entries}")
    print(f"head    {head}")
    if not result.holds:
        print(f"BAD     entry {result.bad_number}: {result.why}")
    elif (result.entries, head) != ends:
        print(f"BAD     the record says that it ends with entry {ends[0]} and the head {ends[1]}")
    elif not result.has_sought:
        print(
            "BAD     the record never ended in the head that you gave: it is not the one that you were told of"
        )
    else:
        print("OK")
        return 0
    return 1
