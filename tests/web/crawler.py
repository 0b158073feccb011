"""Walks the hall as one person: from the first page, over every link and form that the pages show."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.core.cache import cache
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

PAGES_MAX = 400
# Named addresses that answer with something else than a page.
QUIET = ("/static/", "/live/")
# A mail as a mail program shows it, and files; parts of a page, which its script puts into it.
NOT_PAGES = {"dev:mail_html", "orders:bundle", "files:show", "orders:transcript", "staff:case_transcript"}
FRAGMENTS = {
    "orders:timeline",
    "orders:state",
    "inbox:timeline",
    "inbox:calls",
    "sessions:state",
    "video:panel",
}


@dataclass
class Form:
    """A form as the page shows it."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class PageReader(HTMLParser):
    """Collects what a person could press on a page, and what every page must have."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.outside: list[str] = []
        self.headings = 0
        self.language = ""
        self.title = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.headings += tag == "h1"
        self._in_title = tag == "title"
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        # What the page's script fetches: fragments, never other pages.
        self.links += [value for name, value in given.items() if _is_fetched(name) and value]
        for attribute in ("formaction", "hx-post"):
            if given.get(attribute):
                self.forms.append(Form(given[attribute], "post"))
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        if tag in {"input", "textarea", "select", "button"} and given.get("name") and self.forms:
            self.forms[-1].fields[given["name"]] = given.get("value", "")
        # What a page calls its own address is fetched by nobody.
        fetched = tag == "link" and given.get("rel") != "canonical"
        source = given.get("src") or (given.get("href", "") if fetched else "")
        if source.startswith(("http:", "https:", "//")):
            self.outside.append(source)

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def _is_fetched(attribute: str) -> bool:
    """Say whether an attribute holds an address that the page's own script asks for."""
    return attribute == "hx-get" or (attribute.startswith("data-") and attribute.endswith("-url"))


@dataclass
class Visit:
    """A page that the walk opened."""

    path: str
    name: str
    came_from: str
    response: HttpResponseBase
    reader: PageReader | None


@dataclass
class Walk:
    """What a walk found: the pages opened, and the names of every address that a page offered."""

    visits: list[Visit] = field(default_factory=list)
    offered: dict[str, str] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


def name_of(path: str) -> str | None:
    """Return the name of the address that a path belongs to, with its area; None if nothing answers there."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def walk(client: Client, start: str = "/") -> Walk:
    """Open the first page and everything that it leads to, each path once; forms are read, not sent.

    A form that asks (GET) is followed like a link; one that changes something (POST) counts as offered.
    """
    # A page that breaks is a trouble like others, told with the page that led there.
    client.raise_request_exception = False
    found = Walk()
    queue = deque([(start, "the address bar")])
    seen = {start}
    while queue and len(found.visits) < PAGES_MAX:
        path, came_from = queue.popleft()
        # A walk is faster than any person: how often one may ask is not looked at here.
        cache.clear()
        visit = open_page(client, path, came_from)
        found.visits.append(visit)
        found.troubles += troubles_of(visit)
        for target, is_page in offers_of(visit):
            name = name_of(target)
            if name is None:
                found.troubles.append(f"{path} leads to {target}, where nothing answers")
                continue
            found.offered.setdefault(name, path)
            if is_page and target not in seen:
                seen.add(target)
                queue.append((target, path))
    if queue:
        found.troubles.append(f"more than {PAGES_MAX} pages: is there a link that never ends?")
    return found


def open_page(client: Client, path: str, came_from: str) -> Visit:
    """Open one page, following redirects inside the hall."""
    response = client.get(path, follow=True, headers={"referer": f"http://127.0.0.1{came_from}"})
    last = response.redirect_chain[-1][0] if response.redirect_chain else path
    reader = None
    if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
        reader = PageReader()
        reader.feed(response.content.decode())
    return Visit(urlsplit(last).path, name_of(last) or last, came_from, response, reader)


def offers_of(visit: Visit) -> Iterator[tuple[str, bool]]:
    """Yield each address of this hall that the page offers, and whether it may be opened by looking."""
    if visit.reader is None:
        return
    for link in visit.reader.links:
        target = inside(visit.path, link)
        if target:
            yield target, True
    for form in visit.reader.forms:
        target = inside(visit.path, form.action or visit.path)
        if target:
            yield target, form.method == "get"


def inside(base: str, link: str) -> str | None:
    """Return the path (and query) of a link of this hall; None for anchors, mails and other houses."""
    if link.startswith(("#", "mailto:", "data:", "blob:")):
        return None
    parts = urlsplit(urljoin(base, link))
    if parts.netloc or not parts.path.startswith("/") or parts.path.startswith(QUIET):
        return None
    if parts.path.endswith("/video/connection/"):
        # Asked by the script of a call that is open, and refused otherwise.
        return None
    # Where one wants to go after the sign-in makes no other page, and too many asks for these are held back.
    is_way_in = parts.path.startswith("/account/") and parts.query.startswith("next=")
    # Each entry of a talk has a link to itself: the same page, opened elsewhere.
    is_permalink = parts.query.startswith("at=") and parts.fragment.startswith("entry-")
    is_same_page = is_way_in or is_permalink
    return f"{parts.path}?{parts.query}" if parts.query and not is_same_page else parts.path


def troubles_of(visit: Visit) -> list[str]:
    """Return what is wrong with a page, whoever reads it."""
    where = f"{visit.path} (from {visit.came_from})"
    troubles = []
    if visit.response.status_code != 200:
        broken = getattr(visit.response, "exc_info", None)
        troubles.append(f"{where} answers {visit.response.status_code} {repr(broken[1]) if broken else ''}")
    reader = visit.reader
    if reader is None or visit.name in NOT_PAGES:
        return troubles
    if not reader.language:
        return [] if visit.name in FRAGMENTS else [*troubles, f"{where} does not say its language"]
    if reader.headings != 1:
        troubles.append(f"{where} has {reader.headings} first headings")
    if not reader.title.strip():
        troubles.append(f"{where} has no title")
    troubles += [f"{where} asks another house for {source}" for source in reader.outside]
    if "Content-Security-Policy" not in visit.response.headers:
        troubles.append(f"{where} has no content security policy")
    return troubles
