"""What others wrote and our pages bring along is what its makers published, with its licence."""

import hashlib

from tests.architecture.code import PACKAGE

VENDORED = PACKAGE / "web" / "static" / "js" / "vendor"
# dist/tus.min.js of tus-js-client 4.3.1; its last line names a map that is not brought along.
TUS_SHA256 = "8cbb1b63fccc3bba0ae73ad1deb160ce046c3750851d0c3e94921ae3ef070eb8"
TUS_LAST_LINE = b"//# sourceMappingURL=tus.min.js.map"


def test_the_client_of_uploads_is_its_makers_word_for_word() -> None:
    ours = (VENDORED / "tus.js").read_bytes()

    assert hashlib.sha256(ours + TUS_LAST_LINE).hexdigest() == TUS_SHA256
    assert b"MIT License" in (VENDORED / "tus-LICENSE.txt").read_bytes()


def test_nothing_else_is_brought_along() -> None:
    assert {path.name for path in VENDORED.iterdir()} == {"tus.js", "tus-LICENSE.txt"}
