"""What a question and an answer must be, and who may change them when. Plain Python."""

from datetime import datetime, timedelta

from gighall.base import limits
from gighall.base.errors import Refused
from gighall.base.errors import marked as _

UP, DOWN, NO_VOTE = 1, -1, 0
LIKE, THANKS = "like", "thanks"
REACTIONS = (LIKE, THANKS)
BEST_FIRST, BY_DATE = "best", "date"
ANSWER_SORTS = (BEST_FIRST, BY_DATE)
ACTIVE, NEWEST, MOST_VOTED, UNANSWERED = "active", "newest", "votes", "unanswered"
TOPIC_SORTS = (ACTIVE, NEWEST, MOST_VOTED, UNANSWERED)


class PostUnfit(Refused):
    """Words that are missing, too short or too long; ``field`` says which."""

    code = "post_unfit"

    def __init__(self, template: str, *, field: str, **values: object) -> None:
        super().__init__(template, **values)
        self.field = field


class TooManyPosts(Refused):
    """Somebody writes faster than anybody reads."""

    code = "too_many_posts"


class CannotVote(Refused):
    """A vote that nobody can give, or not this person."""

    code = "cannot_vote"


class CannotEdit(Refused):
    """Words that this person may not change, or not any more."""

    code = "cannot_edit"


class EditedMeanwhile(Refused):
    """Somebody else changed the words after this person began."""

    code = "edited_meanwhile"


class CannotRemove(Refused):
    """A post that this person may not take away, or not now."""

    code = "cannot_remove"


class CannotChoose(Refused):
    """An answer that cannot be chosen, or not by this person."""

    code = "cannot_choose"


class CannotRecommend(Refused):
    """A post that cannot be recommended, or not by this person."""

    code = "cannot_recommend"


def check_title(title: str) -> None:
    """Refuse a title that says too little or too much.

    Errors: PostUnfit.
    """
    least, most = limits.TOPIC_TITLE_CHARACTERS_MIN, limits.TOPIC_TITLE_CHARACTERS_MAX
    if len(title) < least:
        raise PostUnfit(
            _("Say what you ask in a line of at least {least} characters."), field="title", least=least
        )
    if len(title) > most:
        raise PostUnfit(
            _("Say it in {most} characters at most; the rest belongs into the text."),
            field="title",
            most=most,
        )


def check_text(text: str, *, own: str) -> None:
    """Refuse a text that says too little or too much; ``own`` is what of it is not quoted.

    Errors: PostUnfit.
    """
    if len(text) > limits.POST_CHARACTERS_MAX:
        raise PostUnfit(
            _("This has {count:,} characters; {most:,} are the most. Take some out, or write a second post."),
            field="text",
            count=len(text),
            most=limits.POST_CHARACTERS_MAX,
        )
    if len(own.strip()) < limits.POST_CHARACTERS_MIN:
        raise PostUnfit(
            _("Write at least {least} characters of your own."),
            field="text",
            least=limits.POST_CHARACTERS_MIN,
        )


def check_reason(reason: str, *, is_needed: bool) -> None:
    """Refuse a reason that is missing where one is needed, or too long.

    Errors: PostUnfit.
    """
    if is_needed and len(reason) < limits.REASON_CHARACTERS_MIN:
        raise PostUnfit(
            _("Say why, in at least {least} characters: others read it."),
            field="reason",
            least=limits.REASON_CHARACTERS_MIN,
        )
    if len(reason) > limits.POST_REASON_CHARACTERS_MAX:
        raise PostUnfit(
            _("Say why in {most} characters at most."), field="reason", most=limits.POST_REASON_CHARACTERS_MAX
        )


def check_pace(written: int) -> None:
    """Refuse one more post from somebody who has written so many within the last hour.

    Errors: TooManyPosts.
    """
    if written >= limits.POSTS_PER_HOUR_MAX:
        raise TooManyPosts(
            _("You have written {most} posts within an hour. Wait a little; your words are still here."),
            most=limits.POSTS_PER_HOUR_MAX,
        )


def can_vote(*, author_id: int, by_id: int) -> bool:
    """Say whether somebody may vote about and react to a post: it is not their own."""
    return author_id != by_id


def check_can_vote(*, author_id: int, by_id: int, value: int) -> None:
    """Refuse votes about one's own words, and values that are no vote.

    Errors: CannotVote.
    """
    if value not in (UP, DOWN, NO_VOTE):
        raise CannotVote(_("A vote is up, down or none."))
    if not can_vote(author_id=author_id, by_id=by_id):
        raise CannotVote(_("These are your own words. Others vote about them."))


def check_can_react(*, author_id: int, by_id: int, kind: str) -> None:
    """Refuse reactions to one's own words, and kinds that there are not.

    Errors: CannotVote.
    """
    if kind and kind not in REACTIONS:
        raise CannotVote(_("There is no such reaction."))
    if not can_vote(author_id=author_id, by_id=by_id):
        raise CannotVote(_("These are your own words. Others say whether they like them."))


def can_edit(*, author_id: int, made_at: datetime, by_id: int, is_staff: bool, now: datetime) -> bool:
    """Say whether somebody may change a post: staff always, its author for a while."""
    return is_staff or (author_id == by_id and now < made_at + timedelta(minutes=limits.POST_EDIT_MINUTES))


def check_can_edit(*, author_id: int, made_at: datetime, by_id: int, is_staff: bool, now: datetime) -> None:
    """Refuse to change others' words, and one's own after a while.

    Errors: CannotEdit.
    """
    if can_edit(author_id=author_id, made_at=made_at, by_id=by_id, is_staff=is_staff, now=now):
        return
    if author_id != by_id:
        raise CannotEdit(_("These are somebody else’s words."))
    raise CannotEdit(
        _(
            "Posts can be changed for {minutes} minutes, so that answers go on fitting them. Write a new one, or"
            " report yours to staff with what should change. Your words are still here."
        ),
        minutes=limits.POST_EDIT_MINUTES,
    )


def is_silent(*, author_id: int, made_at: datetime, by_id: int, now: datetime) -> bool:
    """Say whether an edit leaves no mark: the author mends a slip within the first minute."""
    return author_id == by_id and now <= made_at + timedelta(seconds=limits.POST_SILENT_SECONDS)


def check_seen(*, seen: int, changes: int) -> None:
    """Refuse an edit that would undo somebody else's without having seen it.

    Errors: EditedMeanwhile.
    """
    if seen != changes:
        raise EditedMeanwhile(
            _(
                "Somebody changed this post while you wrote. Your words are still here; look at the new ones first."
            )
        )


def check_can_remove(*, author_id: int, by_id: int, is_question: bool, answers: int) -> None:
    """Refuse to take away others' words, and a question that was answered.

    Errors: CannotRemove.
    """
    if author_id != by_id:
        raise CannotRemove(_("These are somebody else’s words. Report them if something is wrong with them."))
    if is_question and answers:
        raise CannotRemove(_("Your question was answered, and others find the answers by it. So it stays."))


def check_can_choose(*, asker_id: int, by_id: int, is_answer: bool) -> None:
    """Refuse a choice by anybody but the asker, and of anything but an answer.

    Errors: CannotChoose.
    """
    if asker_id != by_id:
        raise CannotChoose(_("Who asked chooses the best answer."))
    if not is_answer:
        raise CannotChoose(_("Choose one of the answers to this question."))


def check_can_recommend(
    *, author_id: int, by_id: int, is_question: bool, has_one: bool, standing: int
) -> None:
    """Refuse to recommend a question, one's own words, or what is recommended already.

    Errors: CannotRecommend.
    """
    if is_question:
        raise CannotRecommend(_("Recommend an answer: the question stands above them all anyway."))
    if author_id == by_id:
        raise CannotRecommend(_("These are your own words. Somebody else on the staff may recommend them."))
    if has_one:
        raise CannotRecommend(_("This answer is recommended already."))
    if standing >= limits.RECOMMENDED_MAX:
        raise CannotRecommend(
            _("{most} answers are recommended here already. Take one back first."),
            most=limits.RECOMMENDED_MAX,
        )
