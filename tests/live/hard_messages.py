"""Messages that are hard to print: each way to a page must show them alike."""

# A family, a flag, a skin tone, a sign beyond the first plane: several code points and units for one figure.
FAMILY, FLAG, HAND, CLEF = (
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\U0001f1ea\U0001f1e8",
    "\U0001f44d\U0001f3fe",
    "\U0001d11e",
)
MAIL, PHONE, LINK = "someone@mail.example", "+34 612 345 678", "anna-schmidt.de"
PROPOSAL = "Shall we take this off the platform?"
FENCE = "```"


def hard_messages(page: str) -> list[str]:
    """Return the messages; ``page`` is an address of the hall itself."""
    return [*_signs(), *_marked(), *_shaped(page), *_long()]


def _signs() -> list[str]:
    return [
        f"{FAMILY} {FLAG} {HAND} {CLEF}",
        "e\u0301 n\u0303 \u1e69 s\u0323\u0307 a\u0300\u0301\u0302\u0303\u0304",
        "\u200dstarts with a joiner and ends with one\u200d",
        "\u05e9\u05dc\u05d5\u05dd 12:30 (abc) \u0645\u0631\u062d\u0628\u0627 3.14",
        "abc \u05e9\u05dc\u05d5\u05dd, 5 \u20ac \u2067right\u2069 \u202eback\u202c end",
        "\u0645\u0631\u062d\u0628\u0627\nsecond line in Latin\n\u05e9\u05dc\u05d5\u05dd",
        "<b>not bold</b> <script>alert(1)</script> <!-- no comment --> ]]>",
        "&amp; &lt;b&gt; &#39; &nbsp; &notit; \u00a0hard\u00a0blanks",
        "\"quotes\" 'single' \u201ccurly\u201d `tick` \\backslash\\ {braces} {{ jinja }} {% raw %}",
        "\ttabs\tin\tbetween\n    four blanks\n\n\n  three lines further down",
        "line one\r\nline two\rline three\nline four",
        "\u2028a line separator\u2029and a paragraph separator\u0085and a next line",
        "$& $1 $` $' {name} {kinds} %s %(name)s %%",
        "# not a heading\n* not a list\n> not a quote\n**not strong** _not soft_ [no](link)",
    ]


def _marked() -> list[str]:
    return [
        f"{MAIL} stands first",
        f"last stands {MAIL}",
        MAIL,
        f"{MAIL} {PHONE} {LINK}",
        f"{MAIL},{PHONE}",
        f"{FAMILY} {MAIL} {FLAG}{PHONE}{HAND} \u0634\u0643\u0631\u0627\u064b {LINK} {CLEF}",
        f"\u05db\u05ea\u05d1\u05d5 \u05dc\u05d9: {MAIL} \u05d0\u05d5 {PHONE}",
        f"e\u0301{MAIL}\nn\u0303 {PHONE}\n",
        PROPOSAL,
        f"{PROPOSAL} {MAIL}",
        f"{MAIL} {PROPOSAL}",
        f"{FLAG} {PROPOSAL} {MAIL} {PROPOSAL} {PHONE}",
        f"{FENCE}\nwrite to {MAIL}\n{FENCE}\nand `{PHONE}`",
        f'<a href="mailto:{MAIL}">{MAIL}</a>',
    ]


def _shaped(page: str) -> list[str]:
    return [
        f"Try this:\n{FENCE}python\nfor i in range(3):\n    print(i)\n{FENCE}\nthen `run()`, or a {FENCE} lone fence",
        f"`a` ``b`` {FENCE}c{FENCE} {FENCE}\nd\n\n{FENCE} `` ` http://evil.example.com/x?y=`z`",
        f"{FENCE}\r\nwith\r\nother line ends\r\n{FENCE}\r\nafter it",
        f"{FENCE}{FENCE}{FENCE} `{FENCE}` {FENCE}`{FENCE}",
        f"{page} is here, ({page}). {page}?a=1&b=2#c! http://127.0.0.1/ is not",
        "https://docs.python.org/3/library/re.html and http://localhost.evil.example/x",
    ]


def _long() -> list[str]:
    return [
        "Donaudampfschifffahrtsgesellschaftskapit\u00e4nsm\u00fctzenabzeichen" * 12,
        ("\u05d0" * 300) + ("b" * 300),
        f"{CLEF * 400}{MAIL}{FAMILY * 40}",
        ("a word, " * 1_250)[:10_000],
        f"{'x ' * 4_900}{MAIL} {PROPOSAL} end",
        f"{FENCE}\n" + "\tindented = [1, 2, 3]  # and so on\n" * 150 + FENCE,
    ]
