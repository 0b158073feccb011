"""Rich text: the words between the control words, where links lead, and what the document says about itself."""

import re

from gighall.guard.files import limits
from gighall.guard.files.metadata import add_metadata
from gighall.guard.files.reading import Reading

# A control word with its number, a letter by its code, a sign by itself, a brace, or text.
_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)
# Groups that hold no text for people.
LOOKS = frozenset(
    {
        "fonttbl",
        "colortbl",
        "stylesheet",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "pict",
        "objdata",
        "blipuid",
        "filetbl",
        "xmlnstbl",
        "mmathPr",
        "wgrffmtfilter",
    }
)
ABOUT = frozenset(
    {
        "title",
        "author",
        "subject",
        "keywords",
        "comment",
        "company",
        "manager",
        "operator",
        "doccomm",
        "category",
    }
)
LINES = {
    "par": "\n",
    "line": "\n",
    "tab": "\t",
    "cell": " | ",
    "row": "\n",
    "page": "\n",
    "sect": "\n",
    "emspace": " ",
    "enspace": " ",
    "endash": "–",
    "emdash": "—",
    "lquote": "‘",
    "rquote": "’",
    "bullet": "•",
}
SIGNS = {"~": "\u00a0", "_": "-", "-": "", "\n": "\n", "\r": "\n"}
GROUPS_DEPTH_MAX = 500


def read(data: bytes, here: Reading) -> None:
    """Read a rich text."""
    written = Written()
    for token in _TOKEN.finditer(data.decode("latin-1")):
        word, number, code, sign, brace, plain = token.groups()
        if brace == "{" and len(written.groups) > GROUPS_DEPTH_MAX:
            here.leave("nested too deeply")
            break
        if brace:
            written.open_or_close(brace)
        elif word:
            written.control(word, int(number) if number else None)
        elif code:
            written.one_sign(bytes.fromhex(code).decode("cp1252", errors="replace"))
        elif sign:
            written.text(SIGNS.get(sign, sign if sign in "{}\\" else ""))
        elif plain:
            written.run(plain)
    here.add("text", written.shown())
    for key, values in written.about.items():
        add_metadata(here, key, "".join(values)[: limits.PDF_VALUE_CHARACTERS_MAX])


class Written:
    """What was written so far, and in which groups the reading stands."""

    def __init__(self) -> None:
        self.about: dict[str, list[str]] = {}
        # For each open group: what it is (nothing for text), and how many signs replace one given by its number.
        self.groups: list[tuple[str, int]] = [("", 1)]
        self._text: list[str] = []
        self._skip = 0

    def open_or_close(self, brace: str) -> None:
        """Enter a group or leave one."""
        if brace == "{":
            self.groups.append(self.groups[-1])
        elif len(self.groups) > 1:
            self.groups.pop()

    def control(self, word: str, number: int | None) -> None:
        """Follow a control word: what the group is, a letter by its number, a line."""
        kind, replaced = self.groups[-1]
        if word in LOOKS or word in ABOUT:
            self.groups[-1] = (word, replaced)
        elif word == "uc":
            self.groups[-1] = (kind, min(max(0, number or 0), 10))
        elif word == "u" and number is not None:
            self.text(chr(number % 0x10000))
            self._skip = replaced
        else:
            self.text(LINES.get(word, ""))

    def one_sign(self, sign: str) -> None:
        """Take a sign, unless it stands for readers that do not know letters by their number."""
        if self._skip:
            self._skip -= 1
        else:
            self.text(sign)

    def run(self, plain: str) -> None:
        """Take plain text."""
        self.text(plain[self._skip :])
        self._skip = 0

    def text(self, text: str) -> None:
        """Take text where it belongs: to the document, or to what it says about itself."""
        kind = self.groups[-1][0]
        if text and kind not in LOOKS:
            (self.about.setdefault(kind, []) if kind else self._text).append(text)

    def shown(self) -> str:
        """Return the text; letters given in two halves become one."""
        return "".join(self._text).encode("utf-16", "surrogatepass").decode("utf-16", errors="replace")
