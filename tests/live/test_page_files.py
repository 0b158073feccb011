"""Files from the page: chosen, dropped, pasted, refused, cancelled, and as a plain form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.harness.halls import ROOT
from tests.live.page_pair import Pair

PICTURE = ROOT / "gighall" / "web" / "static" / "icons" / "icon-192.png"
# Lets a file fall on the page, or puts it into the field, as a person would; a number stands for so many bytes.
DROP = """([kind, name, words]) => {
  const files = new DataTransfer();
  files.items.add(new File([typeof words === "number" ? new Uint8Array(words) : words], name));
  const field = document.getElementById("composer-text");
  if (kind === "paste") {
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: files, bubbles: true, cancelable: true }));
    return;
  }
  for (const what of ["dragover", "drop"]) {
    field.dispatchEvent(new DragEvent(what, { dataTransfer: files, bubbles: true, cancelable: true }));
  }
}"""


def choose(page: Page, *files: FilePayload) -> None:
    """Choose files with the composer's button."""
    with page.expect_file_chooser() as opened:
        page.get_by_role("button", name="Attach files").click()
    opened.value.set_files(list(files))


def text_file(name: str, words: bytes = b"Some words.") -> FilePayload:
    """Return a small file."""
    return {"name": name, "mimeType": "text/plain", "buffer": words}


def test_files_are_sent_one_after_the_other_and_both_sides_have_them(pair: Pair) -> None:
    picture: FilePayload = {"name": "icon.png", "mimeType": "image/png", "buffer": PICTURE.read_bytes()}
    choose(pair.buyer.page, text_file("first notes.txt"), text_file("الملف.txt"), picture)

    for window in (pair.buyer, pair.seller):
        files = window.timeline.locator("li.entry--file")
        expect(files).to_have_count(3)
        expect(files.nth(0)).to_contain_text("first notes.txt")
        expect(files.nth(1)).to_contain_text("الملف.txt")
        shown = files.nth(2).get_by_role("img", name="Picture: icon.png")
        expect(shown).to_be_visible()
        window.page.wait_for_function("image => image.naturalWidth === 192", arg=shown.element_handle())
        assert files.locator("img").count() == 1
    expect(pair.buyer.page.locator("#uploads")).to_be_hidden()
    with pair.seller.page.expect_download() as download:
        pair.seller.timeline.get_by_role("link", name="first notes.txt").click()
    assert Path(download.value.path()).read_bytes() == b"Some words."
    assert download.value.suggested_filename == "first notes.txt"


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_file_is_taken_from_the_hand(pair: Pair, kind: str) -> None:
    pair.buyer.page.evaluate(DROP, [kind, f"by {kind}.txt", "Fallen from the sky."])

    expect(pair.seller.timeline.get_by_role("link", name=f"by {kind}.txt")).to_be_visible()
    assert pair.buyer.page.locator("#composer-text").input_value() == ""


def test_an_empty_file_is_refused_in_words(pair: Pair) -> None:
    choose(pair.buyer.page, text_file("nothing.txt", b""), text_file("small.txt"))

    expect(pair.seller.timeline.get_by_role("link", name="small.txt")).to_be_visible()
    rows = pair.buyer.page.locator("#uploads li")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("“nothing.txt” is empty.")
    rows.get_by_role("button", name="Dismiss").click()
    expect(pair.buyer.page.locator("#uploads")).to_be_hidden()


def test_a_file_on_its_way_shows_how_far_it_is_and_can_be_called_back(pair: Pair) -> None:
    # A slow line: the bar has time to be seen.
    session = pair.buyer.page.context.new_cdp_session(pair.buyer.page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000}
    session.send("Network.emulateNetworkConditions", slow)
    choose(pair.buyer.page, text_file("slow.bin", b"1" * 3_000_000), text_file("behind.txt"))

    bar = pair.buyer.page.locator("#uploads li").first.get_by_role("progressbar")
    pair.buyer.page.wait_for_function("bar => bar.value > 5 && bar.value < 95", arg=bar.element_handle())
    pair.buyer.page.locator("#uploads li").first.get_by_role("button", name="Cancel").click()

    expect(pair.seller.timeline.get_by_role("link", name="behind.txt")).to_be_visible()
    expect(pair.seller.timeline.get_by_role("link", name="slow.bin")).to_have_count(0)


def test_a_contact_detail_in_a_files_name_is_withheld_and_its_sender_is_told(pair: Pair) -> None:
    choose(pair.buyer.page, text_file("write to someone@mail.example now.txt"))

    entry = pair.seller.timeline.locator("li.entry--file").last
    expect(entry).to_contain_text("█████")
    expect(entry).not_to_contain_text("someone@mail.example")
    mine = pair.buyer.timeline.locator("li.entry--file").last
    expect(mine).to_contain_text("Contact details in the file’s name are withheld")


@pytest.fixture
def plain_page(pair: Pair, browser: Browser) -> Iterator[Page]:
    """The buyer's page in a browser that runs no script."""
    context = browser.new_context(
        base_url=pair.buyer.hall.origin,
        java_script_enabled=False,
        storage_state=pair.buyer.page.context.storage_state(),
    )
    page = context.new_page()
    page.goto(pair.buyer.order_path)
    yield page
    context.close()


def test_without_script_a_form_sends_a_file(pair: Pair, plain_page: Page) -> None:
    plain_page.get_by_text("Attach a file").click()
    plain_page.get_by_label("File", exact=True).set_input_files(text_file("by hand.txt"))
    plain_page.get_by_role("button", name="Send the file").click()

    expect(plain_page.get_by_role("link", name="by hand.txt")).to_be_visible()
    expect(pair.seller.timeline.get_by_role("link", name="by hand.txt")).to_be_visible()
