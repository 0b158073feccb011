"""View-models of a topic's page: what the templates print, decided here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gighall.domain.accounts.models import Person
from gighall.domain.forum.models import Post, Recommendation
from gighall.domain.forum.queries import Reactions, posts_by_id, reactions_to, votes_of
from gighall.domain.forum.rules import (
    BEST_FIRST,
    BY_DATE,
    DOWN,
    LIKE,
    NO_VOTE,
    REACTIONS,
    THANKS,
    UP,
    can_edit,
    can_vote,
)
from gighall.domain.policy.rules import KIND_NAMES
from gighall.web.forum.addresses import anchor_of, topic_address
from gighall.web.forum.bodies import Author, Block, author_of, blocks_of, excerpt_of, sources_of
from gighall.web.shared.jinja import url

REACTION_LABELS = {LIKE: gettext_lazy("Like"), THANKS: gettext_lazy("Thanks")}
REACTION_ICONS = {LIKE: "heart", THANKS: "star"}
MINUS = "−"


@dataclass(frozen=True)
class Arrow:
    """One of the two buttons of a vote: what it sends, and whether it is pressed."""

    label: str
    icon: str
    value: int
    sends: int
    is_pressed: bool


@dataclass(frozen=True)
class VoteView:
    """The score of a post and its two arrows; they work for members, about others' words."""

    score: str
    said: str
    arrows: list[Arrow]
    is_open: bool
    why_not: str
    action: str


@dataclass(frozen=True)
class ReactionView:
    """One kind of reaction to a post; a count of zero is not printed."""

    kind: str
    label: str
    icon: str
    count: str
    is_pressed: bool
    sends: str


@dataclass(frozen=True)
class Edited:
    """The last edit that shows."""

    by: Author
    at: datetime
    reason: str
    after_choice: bool


@dataclass(frozen=True)
class Removed:
    """That a post was taken away, for those who still read it."""

    by: Author
    at: datetime
    reason: str


@dataclass(frozen=True)
class Share:
    """A place elsewhere to which a link can be taken; nothing is sent there before the press."""

    label: str
    href: str


@dataclass(frozen=True)
class PostView:
    """A post as its page prints it to one reader."""

    id: str
    anchor: str
    is_question: bool
    label: str
    author: Author
    is_asker: bool
    at: datetime
    blocks: list[Block]
    words: str
    vote: VoteView
    reactions: list[ReactionView]
    can_react: bool
    link: str
    shares: list[Share]
    is_chosen: bool
    edited: Edited | None
    removed: Removed | None
    withheld: str
    is_noted: bool
    can_edit: bool
    can_remove: bool
    can_report: bool
    can_choose: bool
    is_recommended: bool
    can_recommend: bool
    can_hide: bool


@dataclass(frozen=True)
class Recommended:
    """An entry of the block above all answers."""

    author: Author
    excerpt: str
    href: str
    said_by: str
    why: str
    score: str


@dataclass(frozen=True)
class Reader:
    """Who reads a page: what of it is theirs, and what they may do."""

    person: Person | None
    now: datetime
    asker_id: int
    is_note: bool = False
    answers: int = 0
    best_id: int | None = None
    best_at: datetime | None = None
    recommended: frozenset[int] = frozenset()
    votes: dict[int, int] = field(default_factory=dict)
    reactions: Reactions = field(default_factory=lambda: Reactions({}, {}))

    @property
    def pk(self) -> int | None:
        """Return the reader's key, None for a guest."""
        return self.person.pk if self.person else None

    @property
    def is_staff(self) -> bool:
        """Say whether the reader runs the hall."""
        return self.person is not None and self.person.is_staff


def post_views(posts: Sequence[Post], reader: Reader) -> list[PostView]:
    """Return posts of one topic as a page prints them."""
    sources = posts_by_id(source for post in posts for source in sources_of(post.body))
    here = frozenset(post.public_id for post in posts)
    return [_post_view(post, reader, blocks_of(post.body, sources, here=here)) for post in posts]


def reader_of(
    person: Person | None,
    question: Post,
    posts: Sequence[Post],
    standing: Sequence[Recommendation],
    now: datetime,
) -> Reader:
    """Return what a page needs to know of its reader, in three queries at most."""
    pks = [post.pk for post in posts]
    topic = question.topic
    return Reader(
        person=person,
        now=now,
        asker_id=topic.by_id,
        is_note=topic.is_note,
        answers=topic.answers,
        best_id=topic.best_id,
        best_at=topic.best_at,
        recommended=frozenset(each.post_id for each in standing),
        votes=votes_of(person.pk if person else None, pks),
        reactions=reactions_to(pks, person_id=person.pk if person else None),
    )


def _post_view(post: Post, reader: Reader, blocks: list[Block]) -> PostView:
    is_own = post.author_id == reader.pk
    is_chosen = post.pk == reader.best_id
    link = settings.GIGHALL_ORIGIN + url("forum:post", post.public_id)
    names = [_(KIND_NAMES[kind]) for kind in post.withheld_kinds]
    answer = not post.is_question
    return PostView(
        id=post.public_id,
        anchor=anchor_of(post),
        is_question=post.is_question,
        label=_label(post, reader),
        author=author_of(post.author),
        is_asker=answer and post.author_id == reader.asker_id,
        at=post.made_at,
        blocks=blocks,
        words=post.words,
        vote=vote_view(post, reader),
        reactions=reaction_views(post, reader),
        can_react=reader.pk is not None and can_vote(author_id=post.author_id, by_id=reader.pk),
        link=link,
        shares=_shares(link, post.topic.title_shown),
        is_chosen=is_chosen,
        edited=_edited(post, reader) if post.edited_at is not None else None,
        removed=_removed(post),
        withheld=", ".join(names) if is_own or reader.is_staff else "",
        is_noted=post.is_noted and is_own,
        can_edit=reader.pk is not None
        and can_edit(
            author_id=post.author_id,
            made_at=post.made_at,
            by_id=reader.pk,
            is_staff=reader.is_staff,
            now=reader.now,
        ),
        can_remove=is_own and post.removed_at is None and (answer or reader.answers == 0),
        can_report=not is_own and post.removed_at is None,
        can_choose=answer and reader.pk == reader.asker_id and not reader.is_note and post.removed_at is None,
        is_recommended=post.pk in reader.recommended,
        can_recommend=reader.is_staff and answer and not is_own and post.removed_at is None,
        can_hide=reader.is_staff,
    )


def _label(post: Post, reader: Reader) -> str:
    if not post.is_question:
        return _("Answer")
    return _("Note") if reader.is_note else _("Question")


def _edited(post: Post, reader: Reader) -> Edited | None:
    if post.edited_at is None or post.edited_by is None:
        return None
    after_choice = (
        post.pk == reader.best_id and reader.best_at is not None and post.edited_at > reader.best_at
    )
    return Edited(author_of(post.edited_by), post.edited_at, post.edit_reason, after_choice)


def _removed(post: Post) -> Removed | None:
    if post.removed_at is None or post.removed_by is None:
        return None
    return Removed(author_of(post.removed_by), post.removed_at, post.removed_because)


def signed(score: int) -> str:
    """Return a score with a real minus sign; zero is 0."""
    return f"{MINUS}{-score}" if score < 0 else str(score)


def vote_view(post: Post, reader: Reader) -> VoteView:
    """Return a post's score and arrows for a reader."""
    vote = reader.votes.get(post.pk, NO_VOTE)
    what = _("answer")
    if post.is_question:
        what = _("note") if reader.is_note else _("question")
    is_own = post.author_id == reader.pk
    why_not = ""
    if reader.pk is None:
        why_not = _("Sign in to vote")
    elif is_own:
        why_not = _("Your own words: others vote")
    elif post.removed_at is not None:
        why_not = _("Taken away: no votes")
    return VoteView(
        score=signed(post.score),
        said=ngettext("%(score)s point", "%(score)s points", abs(post.score)) % {"score": signed(post.score)},
        arrows=[
            Arrow(
                _("Vote this %(what)s up") % {"what": what},
                "up",
                UP,
                NO_VOTE if vote == UP else UP,
                vote == UP,
            ),
            Arrow(
                _("Vote this %(what)s down") % {"what": what},
                "down",
                DOWN,
                NO_VOTE if vote == DOWN else DOWN,
                vote == DOWN,
            ),
        ],
        is_open=not why_not,
        why_not=why_not,
        action=url("forum:vote", post.public_id),
    )


def reaction_views(post: Post, reader: Reader) -> list[ReactionView]:
    """Return the kinds of reactions to a post, each with its count; zero is not printed."""
    counts = reader.reactions.counts.get(post.pk, {})
    own = reader.reactions.own.get(post.pk, "")
    return [
        ReactionView(
            kind=kind,
            label=str(REACTION_LABELS[kind]),
            icon=REACTION_ICONS[kind],
            count=str(counts[kind]) if counts.get(kind) else "",
            is_pressed=own == kind,
            sends="" if own == kind else kind,
        )
        for kind in REACTIONS
    ]


def _shares(link: str, title: str) -> list[Share]:
    return [
        Share(_("By e-mail"), f"mailto:?{urlencode({'subject': title, 'body': link})}".replace("+", "%20")),
        Share("Mastodon", f"https://share.joinmastodon.org/#{urlencode({'text': f'{title} {link}'})}"),
        Share("Reddit", f"https://www.reddit.com/submit?{urlencode({'url': link, 'title': title})}"),
        Share("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?{urlencode({'url': link})}"),
    ]


def recommended_views(
    standing: Sequence[Recommendation], chosen: Post | None, asker: Author
) -> list[Recommended]:
    """Return what stands above all answers: the asker's choice, then what staff put forward."""
    by_post = {each.post_id: each for each in standing}
    posts = [chosen] if chosen is not None else []
    posts += [each.post for each in standing if chosen is None or each.post_id != chosen.pk]
    found = []
    for post in posts:
        said, why = [], []
        if chosen is not None and post.pk == chosen.pk:
            said.append(_("Chosen by %(name)s, who asked") % {"name": asker.name})
        if post.pk in by_post:
            said.append(_("Recommended by %(name)s") % {"name": author_of(by_post[post.pk].by).name})
            why.append(by_post[post.pk].reason)
        found.append(
            Recommended(
                author=author_of(post.author),
                excerpt=excerpt_of(post.words),
                href=url("forum:post", post.public_id),
                said_by=" · ".join(said),
                why=" ".join(why),
                score=signed(post.score),
            )
        )
    return found


def answers_words(count: int) -> str:
    """Return how many answers there are, as the heading above them says it."""
    return ngettext("%(count)d answer to this question", "%(count)d answers to this question", count) % {
        "count": count
    }


def sort_links(question: Post, sort: str) -> list[tuple[str, str, bool]]:
    """Return the ways to order the answers; each begins at the first page."""
    address = topic_address(question.topic)
    return [
        (_("Best first"), f"{address}#answers", sort == BEST_FIRST),
        (_("By date"), f"{address}?sort={BY_DATE}#answers", sort == BY_DATE),
    ]
