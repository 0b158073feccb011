"""Find web addresses, with and without a scheme, and leave file names and code alone."""

import re
from collections.abc import Set
from dataclasses import dataclass

from gighall.guard.domains import (
    HOST_CHARACTERS_MAX,
    is_own,
    is_reserved,
    is_said_as_sample,
    is_unreachable,
    is_well_formed,
    top_level_class,
)
from gighall.guard.finding import Finding
from gighall.guard.sites_at_work import is_at_work, is_fetched, is_tool
from gighall.guard.word_lists import is_any_in, phrases, words

NAME_LETTERS_MIN = 8
CUE_WINDOW = 40
MAIL_TALK_WINDOW = 120
SPOKEN_LABELS_MAX = 2
MESSENGERS = frozenset({"tg", "whatsapp", "skype", "viber", "signal"})
SCHEMES = frozenset({"http", "https", "ftp", "ftps", "ws", "wss"}) | MESSENGERS
# Under these a company's name is the third label from the end: shop.co.uk, anna.com.tr.
SECOND_LEVELS = frozenset({"com", "co", "net", "org", "edu", "gov", "ac", "or", "ne"})
CLASSIC = frozenset({"com", "net", "org"})
# Under these, below a country, are the offices of a state: gov.uk, gob.mx.
GOVERNMENTS, COUNTRY_LETTERS = frozenset({"gov", "gob", "gouv", "govt"}), 2

_SCHEME_BACKWARDS = re.compile(r"[a-z0-9+.-]{1,12}", re.IGNORECASE)
_AFTER_SCHEME = re.compile(r"[^\s<>\"`{}|\\^]++")
_AUTHORITY = re.compile(r"(?:[^/?#@]*+@)?+(\[[0-9a-fA-F:.]++\]|[^/?#:@]*+)(?::(\d{1,5}))?+")
_PATH = re.compile(r"[/?#][^\s<>\"`{}|\\^]*+")
_PORT = re.compile(r":(\d{2,5})(?!\d)")
_DOT_IN_NAME = re.compile(r"\.(?=[^\W\d_])")
_NAME = re.compile(r"[\w.-]++")
# Words that compare places, and words that say who is to be reached there.
_COMPARES = re.compile(
    r"\b(?:compar(?:e|ed|es|ing)|versus|vs|alternatives?|competitors?|instead of|rather than|switch(?:ed|ing)? from"
    r"|migrat\w+ (?:from|to)|better than|cheaper than|nicer than|faster than|better choice|such as|prefer)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\s+(?:(?:or|vs\.?|versus|and) [\w-]+\.[a-z]{2,6}\b|can do\b|blocks\b"
    r"|(?:shows (?:why|how|that|the)|says|supports|crashes|throws|exports|renders|converts)\b"
    r"|(?:markup|addresses|users|accounts)\b"
    r"|is (?:much |far |way |a lot |a bit |also |not |too )?(?:the )?(?:better|best|cheaper|nicer|faster|easier|slower"
    r"|worse|blocked|good|bad|fine|great|ok|okay|down|slow|free|expensive|cheap)\b)",
    re.IGNORECASE,
)
# Something is made, changed or checked in a tool: "compressed it with x.app", "use x.com for the sketch".
_WORKED_IN = re.compile(
    r"\b(?:compress|convert|resiz|export|sketch|draw|edit|crop|render|record|test|check|paste|draft|transcri|translat|scan"
    r"|lint|moved?|moving|put|run|ran)\w*\b[^.!?\n]{0,24}\b(?:with|in|into|through|using|from|to)\s\Z",
    re.IGNORECASE,
)
_USED = re.compile(r"\b(?:use|using|used|try|open|with|in|via|through)\s\Z", re.IGNORECASE)
_FOR_WORK = re.compile(
    r" (?:for (?:the |a |an |all |some |your |these |those )?(?:\w+ )?(?:sketch|diagram|wireframe|mock-?up|draft|icon"
    r"|font|colou?r|palette|image|photo|picture|screenshot|background|conversion|compressi|test|draw|edit|notes?\b|task"
    r"|chart|mind ?map|transcri|translat|render|debug|format|backup|graph|table|layout|prototyp|storyboard|stock"
    r"|texture|sound)|to (?:sketch|draw|convert|compress|resize|crop|edit|merge|split|test|check the|debug|format"
    r"|transcribe|translate|render|draft|plan|diagram|remove|generate|minify|optimi[sz]e))",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"\b(?:my|mine|me|our|us|contact|reach|book|hire|order at|visit|portfolio|homepage|check out|sign up|register"
    r"|come to|write)\b",
    re.IGNORECASE,
)
# What behind a host says that a page is one of somebody, leads on to another place, or carries more than its own name.
_ABOUT_A_PERSON = re.compile(
    r"users?\b|user[:/_]|talk:|special:|profile|contact|people|member|author|~|@|\?(?![\w=.&-]{0,30}(?:#|\Z))|\?.*\d{6}",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?'*_~…、。，»”’"
_PAIRS = {")": "(", "]": "["}

# A button that shares a text with whom its reader chooses leads to nobody: no number stands there, and no name.
_TO_NOBODY = re.compile(
    r"(?:https?://)?(?:(?:wa\.me|t\.me/share(?:/url)?|api\.whatsapp\.com/send)/?\?(?!.*(?:phone|\d{5}|@|//))[^\s\d]*)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Address:
    """A candidate: where it stands and what it is made of."""

    start: int
    end: int
    host: str
    port: str
    has_scheme: bool
    has_path: bool

    @property
    def labels(self) -> list[str]:
        """Return the parts of the host name."""
        return self.host.split(".")


def find_urls(text: str, own_hosts: Set[str], *, is_said: bool = False) -> list[Finding]:
    """Return the web addresses of a text that lead outside. Linear in the text's length.

    ``is_said``: the dots were words, so that none of them is one of a program.
    """
    linked = _with_scheme(text)
    candidates = linked + _bare(text, linked) if "." in text else linked
    findings = []
    for address in candidates:
        if is_own(address.host.lower(), address.port, own_hosts):
            continue
        evidence = _judge(text, address, is_said=is_said)
        value = text[address.start : address.end]
        if evidence and _TO_NOBODY.fullmatch(value) is None:
            confidence = 0.97 if address.has_scheme else 0.9 if evidence[-1] != "bare" else 0.8
            findings.append(Finding("url", 0, address.start, address.end, value, confidence, evidence))
    return findings


def _with_scheme(text: str) -> list[Address]:
    """Return the addresses that are written with a scheme."""
    found: list[Address] = []
    sign = text.find("://")
    while sign != -1:
        rest = _AFTER_SCHEME.match(text, sign + 3)
        scheme = _scheme_before(text, sign)
        if rest is not None and scheme:
            end = _without_trailing(text, sign + 3, rest.end())
            parts = _AUTHORITY.match(text[sign + 3 : end])
            host, port = (parts[1].rstrip("."), parts[2] or "") if parts else ("", "")
            if host:
                has_path = parts is not None and parts.end() < end - sign - 3
                found.append(Address(sign - len(scheme), end, host, port, True, has_path))
        sign = text.find("://", rest.end() if rest is not None else sign + 3)
    return found


def _scheme_before(text: str, sign: int) -> str:
    """Return the known scheme that ends at ``sign``, as it is written, or nothing."""
    match = _SCHEME_BACKWARDS.match(text[max(0, sign - 12) : sign][::-1])
    written = match[0][::-1] if match else ""
    # "git+https" and "seehttps" end in a scheme; the longest known one counts.
    for length in range(len(written), 1, -1):
        if written[-length:].lower() in SCHEMES:
            return written[-length:]
    return ""


def _bare(text: str, linked: list[Address]) -> list[Address]:
    """Return what looks like an address without a scheme, outside of those that have one."""
    found: list[Address] = []
    spans = iter([(one.start, one.end) for one in linked] + [(len(text), len(text))])
    linked_start, linked_end = next(spans)
    floor = 0
    dot = _DOT_IN_NAME.search(text)
    while dot is not None:
        position = dot.start()
        while position >= linked_end and linked_end < len(text):
            linked_start, linked_end = next(spans)
        if linked_start <= position < linked_end:
            dot = _DOT_IN_NAME.search(text, linked_end)
            continue
        start = _name_start(text, position, floor)
        name = _NAME.match(text, start)
        until = name.end() if name else position + 1
        address = _address_at(text, start, until)
        if address is not None:
            found.append(address)
            until = max(until, address.end)
        floor = until
        dot = _DOT_IN_NAME.search(text, until)
    return found


def _name_start(text: str, position: int, floor: int) -> int:
    """Return where the name around ``position`` begins, at most one host name back."""
    start = position
    lowest = max(floor, position - HOST_CHARACTERS_MAX)
    while start > lowest and (text[start - 1].isalnum() or text[start - 1] in "-_."):
        start -= 1
    return start


def _address_at(text: str, start: int, end: int) -> Address | None:
    """Return the address that a run of name characters holds, or None."""
    if text[start - 1 : start] == "@" or text[end : end + 1] == "@" or end - start > HOST_CHARACTERS_MAX * 2:
        return None
    run = text[start:end]
    stripped = run.lstrip(".-_")
    start += len(run) - len(stripped)
    labels = stripped.split("..", 1)[0].rstrip(".-_").split(".")
    for count in range(len(labels), 1, -1):
        if top_level_class(labels[count - 1]) and is_well_formed(labels[:count]):
            break
    else:
        return None
    host = ".".join(labels[:count])
    after = start + len(host)
    if count < len(labels) and labels[count][:1].islower():
        # Something goes on after the domain: com.example.app.MainActivity, foo.io.reader.
        return None
    port = _PORT.match(text, after) if count == len(labels) else None
    after = port.end() if port else after
    path = _PATH.match(text, after)
    last = _without_trailing(text, after, path.end()) if path else after
    return Address(start, last, host, port[1] if port else "", False, last > after)


def _without_trailing(text: str, start: int, end: int) -> int:
    """Return the end of an address without the sentence's own signs after it."""
    surplus = {
        closing: text.count(closing, start, end) - text.count(opening, start, end)
        for closing, opening in _PAIRS.items()
    }
    while end > start:
        last = text[end - 1]
        if last not in _TRAILING:
            if surplus.get(last, 0) <= 0:
                break
            surplus[last] -= 1
        end -= 1
    return end


def _judge(text: str, address: Address, *, is_said: bool) -> tuple[str, ...]:
    """Return the evidence that an address is one and leads outside; empty when it does not."""
    if text[address.start : address.end].partition("://")[0].lower() in MESSENGERS:
        return ("messenger",)
    if any(nobody_comes(text, address) for nobody_comes in (_is_out_of_reach, _is_machine, _is_manual)):
        return ()
    if is_reserved(address.host) and is_said_as_sample(text, address.start, address.end):
        return ()
    labels = address.labels
    if address.has_scheme:
        return ("scheme",)
    if not address.has_path and is_at_work(text, address.start, address.end):
        return ()
    if labels[0].lower() == "www" and len(labels) > 2:
        return ("www",)
    if _is_code(text, address) or (
        not address.has_path and address.host.lower() in words("domains", "tools")
    ):
        return ()
    if _is_spoken_about(text, address):
        return ()
    kind = top_level_class(labels[-1])
    evidence = (f"domain:{labels[-1].lower()}",)
    if address.has_path and (kind != "file" or not _is_in_path(text, address.start)):
        return (*evidence, "path")
    if kind in {"file", "reserved"} or (labels[-2].isdecimal() and labels[-1].lower() not in CLASSIC):
        return ()
    if len(labels) > 2 and labels[-2].lower() in SECOND_LEVELS:
        return (*evidence, "second level")
    if _has_cue(text, address.start):
        return (*evidence, "cue")
    if kind in {"plain", "script"} or (kind == "word" and _looks_like_name(labels[-2])):
        return (*evidence, "bare")
    is_shop = is_said and (
        kind == "word" or labels[-1].lower() in words("signs", "shops") | words("signs", "countries")
    )
    return (*evidence, "bare") if is_shop else ()


def _is_out_of_reach(text: str, address: Address) -> bool:
    """Say whether a host leads nowhere outside, or a program is told to fetch it."""
    return is_unreachable(address.host) or is_fetched(text, address.start)


def _is_machine(text: str, address: Address) -> bool:
    """Say whether a program talks to this host, and nobody is invited there: api.shop.example, smtp.gmail.com."""
    labels = address.labels
    if len(labels) <= SPOKEN_LABELS_MAX or labels[0].lower() not in words("domains", "machines"):
        return False
    near = text[max(0, address.start - CUE_WINDOW) : address.end + CUE_WINDOW]
    return _INVITES.search(near) is None


def _is_mail_talk(text: str, address: Address) -> bool:
    """Say whether a house of mailboxes is named where mail that arrives or does not is the subject."""
    if address.has_path or address.host.lower() not in words("domains", "mail_hosts"):
        return False
    if is_said_as_sample(text, address.start, address.end):
        return True
    near = text[max(0, address.start - MAIL_TALK_WINDOW) : address.end + MAIL_TALK_WINDOW]
    return is_any_in(near.lower(), "url_cues", "mail_talk")


def _is_manual(text: str, address: Address) -> bool:
    """Say whether this is a page of a manual or of a state's office, and not one about a person."""
    labels = address.host.lower().split(".")
    listed = words("domains", "references")
    is_listed = any(".".join(labels[first:]) in listed for first in range(len(labels) - 1))
    # The same name right below com or net is anybody's.
    is_office = labels[-1] == "gov" or (
        len(labels) > 2 and labels[-2] in GOVERNMENTS and len(labels[-1]) == COUNTRY_LETTERS
    )
    if address.port or not (is_listed or is_office):
        return False
    behind = text[address.start : address.end].partition("://")[2].partition("/")[2]
    return _ABOUT_A_PERSON.search(behind) is None


def _is_spoken_about(text: str, address: Address) -> bool:
    """Say whether a place is compared with others or judged, and nobody is invited there."""
    if _is_mail_talk(text, address):
        return True
    if address.has_path or len(address.labels) > SPOKEN_LABELS_MAX:
        return False
    near = text[max(0, address.start - CUE_WINDOW) : address.end + CUE_WINDOW]
    before = text[max(0, address.start - CUE_WINDOW) : address.start]
    spoken = _COMPARES.search(near) or _COMPARED.match(text, address.end) or _WORKED_IN.search(before)
    spoken = spoken or (_USED.search(before) and _FOR_WORK.match(text, address.end))
    is_spoken = spoken is not None or is_tool(text, address.start, address.end)
    return is_spoken and _INVITES.search(near) is None


def _is_code(text: str, address: Address) -> bool:
    """Say whether the name is one of a program, a product or two sentences without a blank."""
    labels = address.labels
    name, last = labels[-2].lower(), labels[-1]
    following = text[address.end : address.end + 2]
    # A variable of a shell, or the record of a name server: $app.name, _spf.shop.com, include:shop.com.
    is_named_so = text[max(0, address.start - 8) : address.start].endswith(("$", "_", "include:"))
    if following[:1] in {"(", "["} or following in {" =", "::"} or is_named_so:
        return True
    if f"{name}.{last.lower()}" in words("domains", "products"):
        return True
    if last[:1].isupper() and not last.isupper():
        return True
    if last.lower() in CLASSIC:
        return False
    if labels[0].lower() in CLASSIC | {"io", "java", "javax"} and not address.has_path:
        # Package names are written from the top: com.example.app, org.apache.tools.
        return True
    if labels[0].lower() in words("domains", "receivers") and len(labels) == 2:
        return not address.has_path
    return name in words("domains", "sentence_words") and not address.has_path


def _is_in_path(text: str, start: int) -> bool:
    """Say whether a name is one step of a path in a file system."""
    return text[start - 1 : start] in {"/", "\\", "~"}


def _has_cue(text: str, start: int) -> bool:
    """Say whether words just before say that an address follows."""
    before = text[max(0, start - CUE_WINDOW) : start].lower()
    return any(cue in before for cue in phrases("url_cues", "before"))


def _looks_like_name(label: str) -> bool:
    """Say whether a label is rather a name that somebody chose than a word of a sentence."""
    return len(label) >= NAME_LETTERS_MIN or (any(not one.isalpha() for one in label) and len(label) > 3)
