"""Large files from the page: paused, gone on with after a reload, after a lost line, and with the keyboard alone."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from gighall.base.limits import FILE_IN_ORDER_BYTES_MAX
from tests.embedded.parts import kill
from tests.live.page_pair import Pair

SIZE = 4_000_000
SLOW_BYTES_A_SECOND = 400_000


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A file on the disk of whoever sends it: it is the same one when it is chosen again."""
    path = tmp_path / f"film {os.urandom(3).hex()}.mov"
    path.write_bytes(os.urandom(SIZE))
    return path


@pytest.fixture
def page(pair: Pair) -> Iterator[Page]:
    """The buyer's page; whatever it left on the way is taken back."""
    yield pair.buyer.page
    while rows(pair.buyer.page).count():
        left = rows(pair.buyer.page).first
        left.get_by_role("button", name="Cancel").or_(left.get_by_role("button", name="Dismiss")).click()


def rows(page: Page) -> Locator:
    """Return the rows of files on their way."""
    return page.locator("#uploads li")


def choose(page: Page, *paths: Path) -> None:
    """Choose files with the composer's button."""
    with page.expect_file_chooser() as opened:
        page.get_by_role("button", name="Attach files").click()
    opened.value.set_files(list(paths))


def choose_again(page: Page, path: Path) -> None:
    """Choose a file with the button of the row that waits for it."""
    with page.expect_file_chooser() as opened:
        rows(page).get_by_role("button", name="Choose the file").click()
    opened.value.set_files(path)


class Cable:
    """The line of a page, which can be slow, or cut."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def is_slow(self) -> None:
        """Let few bytes a second out."""
        self._set(SLOW_BYTES_A_SECOND)

    def is_quick(self) -> None:
        """Let everything through as it comes."""
        self._set(-1)

    def is_cut(self) -> None:
        """Let nothing through."""
        self._set(-1, offline=True)

    def _set(self, bytes_a_second: int, *, offline: bool = False) -> None:
        self._session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": offline,
                "latency": 0,
                "downloadThroughput": -1,
                "uploadThroughput": bytes_a_second,
            },
        )


@pytest.fixture
def cable(page: Page) -> Cable:
    """The line of the buyer's page."""
    return Cable(page)


def until_some_is_sent(page: Page) -> None:
    """Wait until a good part of the file is on its way, and not all of it."""
    bar = rows(page).first.get_by_role("progressbar")
    page.wait_for_function("bar => bar.value > 15 && bar.value < 95", arg=bar.element_handle())


def digest_fetched(window_page: Page, name: str) -> str:
    """Download a file from the talk; return the digest of its bytes."""
    with window_page.expect_download() as download:
        window_page.locator("live-timeline").get_by_role("link", name=name).click()
    return hashlib.sha256(Path(download.value.path()).read_bytes()).hexdigest()


def digest(path: Path) -> str:
    """Return the digest of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def parts_of(page: Page) -> list[int]:
    """Return where each part begins that the page sends from now on."""
    begins: list[int] = []

    def note(request: Request) -> None:
        if request.method == "PATCH":
            begins.append(int(request.headers["upload-offset"]))

    page.on("request", note)
    return begins


def test_a_file_is_paused_and_goes_on_where_it_stopped(
    pair: Pair, page: Page, cable: Cable, film: Path
) -> None:
    begins = parts_of(page)
    cable.is_slow()
    choose(page, film)
    until_some_is_sent(page)
    row = rows(page).first
    expect(row).to_contain_text(" of 3.9 MB")

    row.get_by_role("button", name="Pause").click()

    expect(row).to_contain_text("Paused at ")
    expect(row.get_by_role("button", name="Go on")).to_be_focused()
    cable.is_quick()
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Attach files")).to_be_focused()
    assert digest_fetched(pair.seller.page, film.name) == digest(film)
    assert (len(begins), begins[0]) == (2, 0)
    assert 0 < begins[1] < SIZE


def test_after_a_reload_the_file_is_listed_and_goes_on_when_it_is_chosen_again(
    pair: Pair, page: Page, cable: Cable, film: Path, tmp_path: Path
) -> None:
    cable.is_slow()
    choose(page, film)
    until_some_is_sent(page)

    page.reload()

    row = rows(page)
    expect(row).to_have_count(1)
    expect(row).to_contain_text(film.name)
    expect(row).to_contain_text("Choose the same file to go on; it is kept until")
    another = tmp_path / "another.mov"
    another.write_bytes(b"Another film.")
    choose_again(page, another)
    expect(row.get_by_role("alert")).to_contain_text("That is another file.")
    begins = parts_of(page)
    choose_again(page, film)
    expect(row).to_have_count(0)
    assert digest_fetched(pair.seller.page, film.name) == digest(film)
    assert len(begins) == 1
    assert 0 < begins[0] < SIZE
    expect(pair.seller.timeline.get_by_role("link", name="another.mov")).to_have_count(0)


def test_a_file_goes_on_by_itself_when_its_program_was_killed(
    pair: Pair, page: Page, cable: Cable, film: Path
) -> None:
    begins = parts_of(page)
    cable.is_slow()
    choose(page, film)
    until_some_is_sent(page)

    kill(pair.buyer.hall, "uploads")

    expect(rows(page)).to_contain_text("The connection is lost. This goes on by itself.")
    cable.is_quick()
    expect(rows(page)).to_have_count(0)
    assert digest_fetched(pair.seller.page, film.name) == digest(film)
    assert 0 < begins[-1] < SIZE


def test_a_file_goes_on_by_itself_when_the_network_is_back(
    pair: Pair, page: Page, cable: Cable, film: Path
) -> None:
    cable.is_slow()
    choose(page, film)
    until_some_is_sent(page)
    rows(page).get_by_role("button", name="Pause").click()
    cable.is_cut()
    rows(page).get_by_role("button", name="Go on").click()
    expect(rows(page)).to_contain_text("The connection is lost. This goes on by itself.")

    cable.is_quick()

    expect(rows(page)).to_have_count(0)
    assert digest_fetched(pair.seller.page, film.name) == digest(film)


def test_a_small_file_that_was_stored_though_nobody_said_so_is_stored_once(
    pair: Pair, page: Page, tmp_path: Path
) -> None:
    path = tmp_path / f"once {os.urandom(3).hex()}.txt"
    path.write_text("Sent once.", encoding="utf-8")
    # The hall has the file, and its answer is lost: the same key makes the second try harmless.
    page.route("**/uploads", lambda route: (route.fetch(), route.abort()))
    choose(page, path)
    expect(rows(page)).to_contain_text("The connection is lost.")

    page.unroute("**/uploads")

    expect(rows(page)).to_have_count(0)
    for window in (pair.buyer, pair.seller):
        expect(window.timeline.get_by_role("link", name=path.name)).to_have_count(1)


def test_an_unfinished_file_is_taken_back(page: Page, cable: Cable, film: Path) -> None:
    cable.is_slow()
    choose(page, film)
    until_some_is_sent(page)
    page.reload()
    expect(rows(page)).to_have_count(1)

    with page.expect_response(lambda answer: answer.request.method == "DELETE") as taken_back:
        rows(page).get_by_role("button", name="Cancel").click()

    assert taken_back.value.status == 204
    expect(rows(page)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Attach files")).to_be_visible()
    expect(rows(page)).to_have_count(0)


def test_what_a_screen_reader_hears_is_how_far_it_is(page: Page, cable: Cable, film: Path) -> None:
    cable.is_slow()
    choose(page, film)
    until_some_is_sent(page)

    bar = rows(page).first.get_by_role("progressbar", name="Sent so far")

    said = bar.get_attribute("aria-valuetext") or ""
    assert "%" in said
    assert " of 3.9 MB" in said
    rows(page).first.get_by_role("button", name="Pause").press("Enter")
    expect(rows(page).first.get_by_role("status")).to_contain_text("Paused at")


def test_a_file_beyond_five_gigabytes_is_refused_in_words(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "too long a film.mov"
    # A file with a hole: it takes no room.
    with path.open("wb") as stream:
        stream.truncate(FILE_IN_ORDER_BYTES_MAX + 1)

    choose(page, path)

    expect(rows(page)).to_contain_text("“too long a film.mov” has 5.1 GB; a file may have at most 5 GB.")


def test_a_hall_without_room_says_so_and_keeps_what_has_come(page: Page, film: Path) -> None:
    say = "The hall has no room for this file now."
    page.route(
        "**/api/v1/uploads/*",
        lambda route: route.fulfill(status=507, json={"why": "no_room", "say": say}),
        times=1,
    )

    choose(page, film)

    expect(rows(page).get_by_role("alert")).to_contain_text(say)
    rows(page).get_by_role("button", name="Go on").click()
    expect(rows(page)).to_have_count(0)
