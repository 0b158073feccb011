"""Run the finders over a text and over its views, and settle where they overlap."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from functools import partial

from gighall.guard.address_edges import widened
from gighall.guard.apps import App, find_apps, icon_apps
from gighall.guard.assembled import find_assembled
from gighall.guard.beside import find_beside
from gighall.guard.coded import find_coded
from gighall.guard.deciphered import find_deciphered
from gighall.guard.dictated import find_dictated
from gighall.guard.emails import find_emails
from gighall.guard.encoded import find_encoded
from gighall.guard.fancy_digits import find_fancy_digits
from gighall.guard.finding import Finding, Kind
from gighall.guard.fold import fold, is_disguise, with_keycap, with_whole_signs
from gighall.guard.framed_digits import FIGURES_MIN, find_framed_digits
from gighall.guard.gate import SCHEMES, known_in, said_in, signs_in
from gighall.guard.letter_codes import find_pictured_digits
from gighall.guard.lexicon import Plain
from gighall.guard.lexicon import plain as compared_form
from gighall.guard.likely_parts import find_likely_over, with_likely_parts
from gighall.guard.loose_signs import edits_for_loose
from gighall.guard.mail_places import find_mail_names
from gighall.guard.mail_spoken import find_mail_spoken
from gighall.guard.mail_told import find_mail_told
from gighall.guard.met import find_met
from gighall.guard.names import find_names
from gighall.guard.names_hidden import IsHidden, find_hidden_names
from gighall.guard.pay_names import find_pay_names
from gighall.guard.payments import find_payments
from gighall.guard.phones import DIGITS_MIN, figures_in, find_phones
from gighall.guard.places import find_addresses, find_meetings
from gighall.guard.proposals import find_proposals
from gighall.guard.quiet import is_quiet
from gighall.guard.reading import Reading, read
from gighall.guard.runs import find_over
from gighall.guard.scattered import DIGITS_LEAST, find_scattered
from gighall.guard.site_spoken import find_site_spoken
from gighall.guard.spaced import edits_for_spaced
from gighall.guard.spelled import find_spelled
from gighall.guard.strays import without_strays, without_strays_over
from gighall.guard.urls import find_urls
from gighall.guard.views import VIEW_CHARACTERS_MAX, Edit, View, with_others
from gighall.guard.weighing import FLAGGED_FROM, SENTENCE_KINDS, weighed
from gighall.guard.word_lists import words
from gighall.guard.wording import SEEN_FROM, find_wording, with_wording
from gighall.guard.words_for_signs import edits_for_signs, may_hold_signs

NO_HOSTS: frozenset[str] = frozenset()
# The name of an app that is disguised is found beside a detail only.
NAME_ALONE, NAME_CONFIDENCE = "disguised app", 0.85
LEADS_TO: dict[Kind, str] = {"meeting": "meetings", "payment": "payments"}
PAYING = "pay"
_SPOKEN = frozenset({"mail_spoken", "site_spoken"})
# So many edits of a word, or one that writes so much, are no slip.
EDITS_MIN = 3
# http, disguised so that no program makes a link of it.
_SCHEME = re.compile(r"(?<![^\W_])hxxp(?=s?:)", re.IGNORECASE)


def find(
    messages: Sequence[str], own_hosts: Set[str] = NO_HOSTS, *, least: float = FLAGGED_FROM
) -> list[Finding]:
    """Return the findings of a run of consecutive messages of one author, oldest first.

    What is split over up to six short messages is found as well: a finding for each message that holds a part of it.
    ``own_hosts`` and ``least`` are those of ``find_in``.
    """
    if len(messages) == 1:
        return find_in(messages[0], own_hosts=own_hosts, least=least)

    def judge(text: str) -> list[Finding]:
        return _standing_out(text, own_hosts, least, weighs_wording=True)[0]

    alone = [one.in_message(index) for index, text in enumerate(messages) for one in judge(text)]
    over = find_over(messages, judge, alone)
    found = without_strays_over(messages, [*alone, *over]) or _in_each(
        messages, find_wording("\n".join(messages))
    )
    found = with_likely_parts(messages, found) if found else find_likely_over(messages)
    return sorted(found, key=lambda one: (one.message, one.start, one.end))


def find_in(text: str, own_hosts: Set[str] = NO_HOSTS, *, least: float = FLAGGED_FROM) -> list[Finding]:
    """Return the findings of one text, in the order in which they stand there.

    Contact details do not overlap each other. A proposal (``intent``) hides none; it overlaps one only where it is
    about paying, for "write to me at" says nothing that the detail behind it does not say.
    ``own_hosts`` are the names (with port, if any) of the place where the text stands: a link there
    leads nobody outside and is no finding. ``least`` is the confidence below which a finding is left out.
    Where nothing stands out, the wording as a whole may still be one finding.
    """
    found, reading = _standing_out(text, own_hosts, least, weighs_wording=True)
    found = found or find_wording(text, reading)
    # What was folded stands elsewhere in the text as it was read.
    return with_likely_parts([text], found, reading if fold(text) is None else None) if found else []


def find_standing_out(
    text: str, own_hosts: Set[str] = NO_HOSTS, *, least: float = FLAGGED_FROM
) -> list[Finding]:
    """Return what ``find_in`` does, without a judgement of the wording: for names, files and parts of a run."""
    return _standing_out(text, own_hosts, least, weighs_wording=False)[0]


def _in_each(messages: Sequence[str], found: Sequence[Finding]) -> list[Finding]:
    """Return findings that are of a run as a whole as findings of each of its messages."""
    return [
        replace(one, message=index, start=0, end=len(text))
        for one in found
        for index, text in enumerate(messages)
        if text.strip()
    ]


def _standing_out(
    text: str, own_hosts: Set[str], least: float, *, weighs_wording: bool, deciphers: bool = True
) -> tuple[list[Finding], Reading]:
    """Return what stands out in one text, and what the lists know of it."""
    text = with_whole_signs(text)
    folded = fold(text)
    plain = text if folded is None else folded.text
    near = plain[:VIEW_CHARACTERS_MAX]
    compared = compared_form(near)
    reading = read(compared)
    signs = signs_in(near)
    figures = figures_in(near) if signs else 0
    said = said_in(near)
    contacts = _plainly_written(plain, own_hosts) if signs or "." in near or near is not plain else []
    known = known_in(said)
    if is_quiet(near, reading, known, signs, said, figures):
        intents = find_proposals(near, reading)
    else:
        contacts += _in_words(near, compared, reading, said, figures, own_hosts)
        if figures or reading.has_app:
            contacts += find_beside(near, reading, contacts, figures)
        is_folded = None if folded is None else partial(_is_folded, text, folded)
        disguised, intents = _behind_the_gate(near, known, signs, reading, own_hosts, is_folded)
        contacts += disguised
        if folded is not None and figures >= DIGITS_MIN:
            contacts += find_fancy_digits(text, folded)
        if signs and not near.isascii():
            contacts += find_pictured_digits(near)
        if not contacts or not _SPOKEN.isdisjoint(reading.triggers):
            contacts += _roundabout(near, reading, figures, contacts)
        if deciphers:
            contacts += find_deciphered(near, reading.triggers, figures, partial(_rewritten, own_hosts))
    contacts = list(widened(near, contacts)) if contacts else []
    if not (contacts or intents):
        return [], reading
    phrases = reading.hits + reading.telling
    found = weighed(near, phrases, contacts, least)
    found += weighed(near, phrases, intents, min(least, SEEN_FROM) if weighs_wording else least)
    contacts = [one for one in found if one.kind not in SENTENCE_KINDS]
    if folded is not None:
        contacts += [
            Finding("handle", 0, app.start, app.end, app.app, NAME_CONFIDENCE, (NAME_ALONE,), True)
            for app in reading.apps
            if is_disguise(text, *folded.span(app.start, app.end), folded)
        ]
    if all(NAME_ALONE in one.evidence for one in contacts):
        contacts = []
    contacts = without_strays(text, reading, contacts) if weighs_wording else contacts
    intents = [one for one in found if one.kind in SENTENCE_KINDS]
    if contacts:
        intents = [one for one in intents if not _is_said_by_detail(one, contacts)]
        intents = [one for one in intents if one.confidence >= least]
    elif weighs_wording:
        intents = with_wording(text, reading, intents, least)
    if folded is not None:
        contacts = [_unfolded(text, folded, one) for one in contacts]
        intents = [_unfolded(text, folded, one) for one in intents]
    if not intents:
        return _settled(contacts), reading
    return sorted(_settled(contacts) + intents, key=lambda one: (one.start, one.end)), reading


def _in_words(
    near: str, compared: Plain, reading: Reading, said: list[str], figures: int, own_hosts: Set[str]
) -> list[Finding]:
    """Return the contact details that the words of a text say, spell or code."""
    contacts: list[Finding] = []
    if figures or reading.said >= DIGITS_MIN:
        contacts += find_spelled(near, compared, reading.said, figures)
    if figures and "riddle" in reading.triggers:
        contacts += find_dictated(near)
    if "coded" in reading.triggers or (figures and "=" in near):
        contacts += find_coded(near)
    if figures and "assembled" in reading.triggers:
        contacts += find_assembled(near)
    contacts += find_encoded(near, said, reading.triggers, lambda other: _plainly_written(other, own_hosts))
    contacts += find_payments(near, reading, figures)
    if "meeting" in reading.triggers:
        contacts += find_meetings(near)
    contacts += find_addresses(near, reading, figures)
    return contacts


def _roundabout(near: str, reading: Reading, figures: int, found: Sequence[Finding]) -> list[Finding]:
    """Return what is told in such ways that it is asked for last, where nothing else was found."""
    told: list[Finding] = []
    if "mail_spoken" in reading.triggers and not any(one.kind == "email" for one in found):
        told += find_mail_spoken(near)
    if "site_spoken" in reading.triggers and not any(one.kind == "url" for one in found):
        told += find_site_spoken(near)
    if "pay_named" in reading.triggers and not (found or told):
        told += find_pay_names(near)
    if figures + reading.said >= DIGITS_LEAST and not (found or told):
        told += find_scattered(near)
    is_told = "framed" in reading.triggers
    if not (found or told) and (figures + reading.said >= FIGURES_MIN or is_told):
        told += find_framed_digits(near, may_be_told=is_told)
    if "met" in reading.triggers and not (found or told):
        told += find_met(near)
    return told


def _rewritten(own_hosts: Set[str], text: str) -> list[Finding]:
    """Return what stands out in a text that was rewritten, which is not deciphered again."""
    return _standing_out(text, own_hosts, FLAGGED_FROM, weighs_wording=False, deciphers=False)[0]


def _is_folded(text: str, folded: View, start: int, end: int) -> bool:
    """Say whether most letters of a stretch of the folded text were disguised in the text as it was written."""
    begin, stop = folded.span(start, end)
    return 2 * len(folded.within(begin, stop)) >= end - start and is_disguise(text, begin, stop, folded)


def _disguises(closed_up: View | None, is_folded: IsHidden | None) -> IsHidden | None:
    """Return what says whether a stretch of a view was disguised, by folding or by an edit; None if nothing was."""
    if closed_up is None:
        return is_folded

    def is_hidden(start: int, end: int) -> bool:
        edits = closed_up.touched(start, end)
        if len(edits) >= EDITS_MIN or any(len(one.becomes) >= EDITS_MIN for one in edits):
            return True
        return is_folded is not None and is_folded(*closed_up.span(start, end))

    return is_hidden


def _is_said_by_detail(saying: Finding, contacts: Sequence[Finding]) -> bool:
    """Say whether the details of a text say all that a hint or a proposal there does."""
    if saying.kind == "allusion":
        return True
    if any(PAYING in step for step in saying.evidence):
        return False
    return any(one.start < saying.end and saying.start < one.end for one in contacts)


def _plainly_written(text: str, own_hosts: Set[str], *, is_said: bool = False) -> list[Finding]:
    """Return the contact details that stand in a text as everybody writes them."""
    findings: list[Finding] = []
    if "@" in text:
        findings += find_emails(text)
    if "." in text or "://" in text:
        findings += [_by_its_place(one) for one in find_urls(text, own_hosts, is_said=is_said)]
    return findings + find_phones(text)


def _by_its_place(link: Finding) -> Finding:
    """Return a link as what it leads to: a call, a way to pay, or just another place."""
    host = link.value.partition("://")[2] or link.value
    labels = host.lower().partition("/")[0].split("?")[0].removeprefix("www.").split(".")
    names = {".".join(labels[-count:]) for count in (2, 3)}
    for kind, section in LEADS_TO.items():
        if not names.isdisjoint(words("domains", section)):
            return replace(link, kind=kind)
    return link


def _behind_the_gate(
    text: str,
    known: Set[str],
    signs: bytes,
    reading: Reading,
    own_hosts: Set[str],
    is_folded: IsHidden | None,
) -> tuple[list[Finding], list[Finding]]:
    """Return the disguised contact details and account names of a text, and its proposals."""
    contacts: list[Finding] = []
    spaced = edits_for_spaced(text, known)
    closed_up = _view(text, with_others(edits_for_loose(text, reading.triggers, signs), spaced))
    if closed_up is not None:
        text = closed_up.text
        known, signs = known_in(said_in(text)), signs_in(text)
        reading = read(compared_form(text))
        contacts = [*_seen_in(closed_up, _plainly_written(text, own_hosts))]
        contacts += _spoken_in(closed_up, reading)
    seen: list[Finding] = []
    if may_hold_signs(text, known, signs):
        written_out = _view(text, [*_schemes(text, known), *edits_for_signs(text, known)])
        if written_out is not None:
            seen += _seen_in(written_out, _plainly_written(written_out.text, own_hosts, is_said=True))
    seen += find_mail_names(text, known, may_be_said="mail_said" in reading.triggers)
    if "mail_told" in reading.triggers:
        seen += find_mail_told(text)
    apps = find_apps(text, reading.apps, signs)
    places = [*apps, *_described(reading, apps)] if "hint" in reading.classes else apps
    if signs and not text.isascii():
        places = [*places, *icon_apps(text)]
    if places or "@" in text or "SW-" in text or "name_told" in reading.triggers:
        named = find_names(text, places, reading.triggers)
        seen += named
        if places and not named:
            seen += find_hidden_names(text, places, _disguises(closed_up, is_folded))
    intents = find_proposals(text, reading, apps)
    seen += _disguised_names(apps, closed_up)
    if closed_up is not None:
        seen = [_back(closed_up, one) for one in seen]
        intents = [_back(closed_up, one) for one in intents]
    return contacts + seen, intents


def _spoken_in(view: View, reading: Reading) -> Iterator[Finding]:
    """Yield what the words of a view make contact details that the words as written do not."""
    text = view.text
    figures = figures_in(text)
    found = find_payments(text, reading, figures)
    if "meeting" in reading.triggers:
        found += find_meetings(text)
    if figures or reading.said >= DIGITS_MIN:
        found += find_spelled(text, reading.compared, reading.said, figures)
    if figures or reading.has_app:
        found += find_beside(text, reading, found, figures)
    yield from (_back(view, one) for one in found)


def _disguised_names(apps: Sequence[App], view: View | None) -> Iterator[Finding]:
    """Yield the names of apps that are misspelt on purpose or written apart: part of the detail beside them."""
    for app in apps:
        if app.is_misspelt or (view is not None and view.touched(app.start, app.end)):
            yield Finding("handle", 0, app.start, app.end, app.name, NAME_CONFIDENCE, (NAME_ALONE,), True)


def _described(reading: Reading, apps: Sequence[App]) -> Iterator[App]:
    """Yield the places that are told by how they look: the paper plane app."""
    for hit in reading.hits:
        if "hint" in hit.classes and not any(hit.start < one.end and one.start < hit.end for one in apps):
            yield App(hit.start, hit.end, "described", False, False, False, True)


def _view(text: str, edits: Sequence[Edit]) -> View | None:
    return View(text, sorted(edits, key=lambda one: one.start)) if edits else None


def _schemes(text: str, known: Set[str]) -> Iterator[Edit]:
    """Yield the edits that make links of links with a disguised scheme."""
    if not known.isdisjoint(SCHEMES):
        for scheme in _SCHEME.finditer(text):
            yield Edit(scheme.start(), scheme.end(), "http")


def _seen_in(view: View, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings that only the view shows, where they stand in its source."""
    for one in findings:
        if view.touched(one.start, one.end):
            yield _back(view, replace(one, evidence=(*one.evidence, "written out")))


def _back(view: View, finding: Finding) -> Finding:
    """Return a finding of a view as one of its source, hidden if an edit was needed for it."""
    start, end = view.span(finding.start, finding.end)
    hidden = finding.hidden or bool(view.touched(finding.start, finding.end))
    return finding.moved(start, end, hidden=hidden)


def _unfolded(text: str, folded: View, finding: Finding) -> Finding:
    """Return a finding of the folded text as one of the text as it was written."""
    start, end = folded.span(finding.start, finding.end)
    end = with_keycap(text, end)
    hidden = finding.hidden or (finding.kind != "intent" and is_disguise(text, start, end, folded))
    return finding.moved(start, end, hidden=hidden)


def _settled(findings: list[Finding]) -> list[Finding]:
    """Keep, of findings that overlap, the one that starts first; of equal starts the longest."""
    if len(findings) < 2:
        return findings
    kept: list[Finding] = []
    end = 0
    for finding in sorted(findings, key=lambda one: (one.start, -one.end, not one.hidden)):
        if finding.start >= end:
            kept.append(finding)
            end = finding.end
    return kept
