"""How one person keeps their talks: stars, the archive, labels, drafts, quick responses."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client

from gighall.base import limits
from gighall.base.errors import NotYours, Refused
from gighall.domain.accounts.models import Person
from gighall.domain.conversations.actions import (
    create_label,
    create_quick_response,
    delete_label,
    edit_quick_response,
    move_draft,
    post_message,
    rename_label,
    save_draft,
    set_archived,
    set_labels,
    set_starred,
)
from gighall.domain.conversations.models import Draft, Filing, Label, Labelling
from gighall.domain.conversations.queries import (
    draft_in,
    labels_of,
    labels_on,
    listed_conversations,
    quick_responses_of,
)
from gighall.domain.conversations.rules import (
    ListWish,
    MessageUnfit,
    NameTaken,
    NameUnfit,
    TooMany,
    filled_in,
    fit_label,
)
from gighall.domain.policy.queries import judged_in
from gighall.domain.record.models import Record
from gighall.web.inbox.views import REFUSALS
from tests.presses import at_once
from tests.world import World, make_world

ClientOf = Callable[[Person | None], Client]


def listed(world: World, person: Person, show: str = "all", label: str = "") -> bool:
    """Say whether the talk of outsider and seller stands in one of the person's lists."""
    found = listed_conversations(person.pk, ListWish(show, label))
    return found.filter(pk=world.conversation.pk).exists()


def write(world: World, by: Person, text: str = "One more thing.") -> None:
    """Let one of the two write in their talk, an hour later."""
    post_message(
        record_id=world.conversation.record_id,
        author_id=by.pk,
        text=text,
        key=uuid.uuid4(),
        now=world.now + timedelta(hours=1),
    )


def last_number(world: World) -> int:
    """Return the number of the newest entry in the talk of outsider and seller."""
    return Record.objects.get(pk=world.conversation.record_id).last_number


def archive(world: World, person: Person, *, archived: bool = True, number: int | None = None) -> None:
    """Let somebody put the talk of outsider and seller away, or bring it back."""
    set_archived(
        public_id=world.conversation.public_id,
        person_id=person.pk,
        archived=archived,
        number=number,
        now=world.now + timedelta(hours=2),
    )


def star(world: World, person: Person, *, starred: bool = True) -> None:
    """Let somebody star the talk of outsider and seller, or take the star off."""
    set_starred(public_id=world.conversation.public_id, person_id=person.pk, starred=starred, now=world.now)


def test_a_star_is_ones_own_and_keeps_the_archive_as_it_is(world: World) -> None:
    archive(world, world.seller)

    star(world, world.seller)

    assert listed(world, world.seller, "starred")
    assert listed(world, world.seller, "archived")
    assert not listed(world, world.outsider, "starred")
    star(world, world.seller, starred=False)
    assert not listed(world, world.seller, "starred")
    assert listed(world, world.seller, "archived")


def test_what_is_archived_leaves_the_list_until_newer_words_arrive(world: World) -> None:
    archive(world, world.seller)
    assert (listed(world, world.seller), listed(world, world.seller, "archived")) == (False, True)
    assert not listed(world, world.seller, "unread")
    assert listed(world, world.outsider)

    # Whatever the clocks say: an hour before the time at which it was archived.
    write(world, world.outsider)

    assert (listed(world, world.seller), listed(world, world.seller, "archived")) == (True, False)
    assert listed(world, world.seller, "unread")


def test_what_came_after_the_page_was_shown_is_not_archived_with_it(world: World) -> None:
    seen = last_number(world)
    write(world, world.outsider)

    archive(world, world.seller, number=seen)

    assert listed(world, world.seller)


def test_what_is_archived_can_be_brought_back(world: World) -> None:
    archive(world, world.seller)

    archive(world, world.seller, archived=False)

    assert listed(world, world.seller)


def test_an_outsider_files_nothing(world: World) -> None:
    with pytest.raises(NotYours):
        star(world, world.buyer)
    with pytest.raises(NotYours):
        archive(world, world.buyer)
    with pytest.raises(NotYours):
        set_labels(public_id=world.conversation.public_id, person_id=world.buyer.pk, labels=[])

    assert not Filing.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * (limits.LABEL_CHARACTERS_MAX + 1)])
def test_a_label_has_a_name_that_fits(name: str) -> None:
    with pytest.raises(NameUnfit):
        fit_label(name)


def test_a_label_is_there_once_in_any_case(world: World) -> None:
    pairs = [("Urgent", "URGENT"), ("Größe", "GRÖSSE"), ("Élan", "e\u0301lan"), ("日本", "日本")]
    for first, second in pairs:
        create_label(person_id=world.buyer.pk, name=first, now=world.now)

        with pytest.raises(NameTaken):
            create_label(person_id=world.buyer.pk, name=second, now=world.now)
        create_label(person_id=world.outsider.pk, name=second, now=world.now)

    assert len(labels_of(world.buyer.pk)) == len(pairs)


def test_labels_are_bounded(world: World) -> None:
    for number in range(limits.LABELS_PER_PERSON_MAX):
        create_label(person_id=world.buyer.pk, name=f"Label {number}", now=world.now)

    with pytest.raises(TooMany):
        create_label(person_id=world.buyer.pk, name="One more", now=world.now)


def test_a_label_is_put_on_renamed_and_deleted(world: World) -> None:
    label = labels_of(world.seller.pk)[0]
    put = partial(set_labels, public_id=world.conversation.public_id, person_id=world.seller.pk)
    put(labels=[label.public_id])
    put(labels=[label.public_id])
    rename_label(public_id=label.public_id, person_id=world.seller.pk, name="regulars")
    assert listed(world, world.seller, label=label.public_id)

    put(labels=[])
    assert not listed(world, world.seller, label=label.public_id)
    put(labels=[label.public_id])
    delete_label(public_id=label.public_id, person_id=world.seller.pk)

    assert not Labelling.objects.exists()
    assert listed(world, world.seller)


def test_nobody_uses_the_labels_of_somebody_else(world: World) -> None:
    label = labels_of(world.seller.pk)[0].public_id
    for attempt in (
        lambda: set_labels(
            public_id=world.conversation.public_id, person_id=world.outsider.pk, labels=[label]
        ),
        lambda: rename_label(public_id=label, person_id=world.outsider.pk, name="Mine"),
        lambda: delete_label(public_id=label, person_id=world.outsider.pk),
        lambda: listed(world, world.outsider, label=label),
    ):
        with pytest.raises(NotYours):
            attempt()

    assert labels_on(person_id=world.outsider.pk, conversation_ids=[world.conversation.pk]) == {}


def test_the_same_press_from_two_tabs_is_one_star_and_one_label(own_database: str) -> None:
    world = make_world()

    stars = at_once(*[lambda: star(world, world.seller)] * 3)
    labels = at_once(*[lambda: create_label(person_id=world.seller.pk, name="Twice", now=world.now)] * 3)

    assert stars == [None, None, None]
    assert Filing.objects.count() == 1
    assert sum(isinstance(answer, NameTaken) for answer in labels) == 2
    assert Label.objects.filter(name="Twice").count() == 1


def test_a_draft_is_ones_own_and_is_gone_when_it_is_sent(world: World) -> None:
    record_id = world.conversation.record_id
    for words in ("Dear", "Dear seller"):
        save_draft(record_id=record_id, person_id=world.outsider.pk, text=words, now=world.now)
    assert draft_in(record_id=record_id, person_id=world.outsider.pk) == "Dear seller"
    assert draft_in(record_id=record_id, person_id=world.seller.pk) == ""

    write(world, world.seller)
    assert draft_in(record_id=record_id, person_id=world.outsider.pk) == "Dear seller"
    write(world, world.outsider, "Dear seller!")

    assert not Draft.objects.exists()


def test_a_message_that_is_refused_keeps_the_draft(world: World) -> None:
    record_id = world.conversation.record_id
    save_draft(record_id=record_id, person_id=world.outsider.pk, text="Dear seller", now=world.now)

    with pytest.raises(MessageUnfit):
        write(world, world.outsider, "x" * (limits.MESSAGE_CHARACTERS_MAX + 1))

    assert draft_in(record_id=record_id, person_id=world.outsider.pk) == "Dear seller"


def test_an_empty_draft_a_long_one_and_an_outsiders_are_not_kept(world: World) -> None:
    record_id = world.conversation.record_id
    save_draft(record_id=record_id, person_id=world.outsider.pk, text="Dear", now=world.now)
    save_draft(record_id=record_id, person_id=world.outsider.pk, text=" \n", now=world.now)
    for text, person, wrong in (
        ("x" * (limits.DRAFT_CHARACTERS_MAX + 1), world.outsider, MessageUnfit),
        ("\ud800", world.outsider, MessageUnfit),
        ("Dear", world.buyer, NotYours),
    ):
        with pytest.raises(wrong):
            save_draft(record_id=record_id, person_id=person.pk, text=text, now=world.now)

    assert not Draft.objects.exists()


def test_a_draft_saved_while_it_is_sent_harms_neither(own_database: str) -> None:
    world = make_world()
    record_id = world.conversation.record_id
    before = last_number(world)

    def keep() -> None:
        save_draft(record_id=record_id, person_id=world.outsider.pk, text="Dear", now=world.now)

    answers = at_once(keep, lambda: write(world, world.outsider, "Dear"), keep, keep)

    assert answers == [None] * 4
    assert last_number(world) == before + 1
    assert Draft.objects.count() <= 1


def test_words_that_move_to_the_order_page_stand_behind_what_waits_there(world: World) -> None:
    def move(text: str) -> str:
        move_draft(
            from_record_id=world.conversation.record_id,
            to_record_id=world.order.record_id,
            person_id=world.seller.pk,
            text=text,
            now=world.now,
        )
        return draft_in(record_id=world.order.record_id, person_id=world.seller.pk)

    assert move("About the loop") == "About the loop"
    assert move("About the loop") == "About the loop"
    assert move("And the list") == "About the loop\n\nAnd the list"
    assert move("") == "About the loop\n\nAnd the list"


def test_quick_responses_are_filled_in_once_and_only_with_what_there_is(world: World) -> None:
    with pytest.raises(NameUnfit, match=r"\{price\}") as refused:
        create_quick_response(
            person_id=world.buyer.pk, title="Price", text="It costs {price}, {name}.", now=world.now
        )
    assert "{name}" in refused.value.sentence

    kept = create_quick_response(
        person_id=world.buyer.pk, title="Code", text="{name}: f({ 1: 2 }) – {me}, {gig}", now=world.now
    )
    words = filled_in(kept.text, name="{me}", gig="Chat", me="Bruno")

    assert words == "{me}: f({ 1: 2 }) – Bruno, Chat"


def test_quick_responses_are_bounded_and_have_one_title(world: World) -> None:
    def make(title: str) -> None:
        create_quick_response(person_id=world.buyer.pk, title=title, text="Thank you!", now=world.now)

    for number in range(limits.QUICK_RESPONSES_PER_PERSON_MAX):
        make(f"Response {number:02}")
    with pytest.raises(NameTaken):
        make("RESPONSE 07")
    with pytest.raises(TooMany):
        make("One more")

    assert [each.title for each in quick_responses_of(world.buyer.pk)][:2] == ["Response 00", "Response 01"]


def test_nobody_edits_the_quick_response_of_somebody_else(world: World) -> None:
    response = quick_responses_of(world.seller.pk)[0]

    with pytest.raises(NotYours):
        edit_quick_response(
            public_id=response.public_id, person_id=world.buyer.pk, title="Mine", text="Mine now."
        )


def test_the_ready_refusals_are_words_that_nobody_would_mark() -> None:
    assert [judged_in("inbox", str(text)).rule for _label, text in REFUSALS] == [None] * len(REFUSALS)


def test_presses_on_pages_lead_back_and_never_elsewhere(world: World, client_of: ClientOf) -> None:
    client = client_of(world.seller)
    path = f"/inbox/{world.conversation.public_id}/star/"

    leads = [
        client.post(path, {"on": "yes", "next": wanted}).headers["Location"]
        for wanted in (
            "/inbox/?show=unread",
            "https://elsewhere.example/",
            "//elsewhere.example",
            "inbox",
            "",
        )
    ]

    assert leads == ["/inbox/?show=unread", "/inbox/", "/inbox/", "/inbox/", "/inbox/"]
    assert listed(world, world.seller, "starred")


def test_the_list_says_who_wrote_what_about_which_gig(world: World, client_of: ClientOf) -> None:
    write(world, world.seller, "Of course!\nLoops   are fine.")
    write(world, world.outsider, "Write to someone.else@mail.example")
    write(world, world.outsider, "Or not.")

    seller, outsider = (
        client_of(each).get("/inbox/").content.decode() for each in (world.seller, world.outsider)
    )

    assert "Or not." in seller
    assert "You: Or not." in outsider
    assert world.gig.title in seller
    assert 'talk__unread">4<' in seller
    write(world, world.outsider, "Write to someone.else@mail.example")
    assert "someone.else@mail" not in client_of(world.outsider).get("/inbox/").content.decode()


def test_paging_keeps_the_list_that_one_chose(world: World, client_of: ClientOf) -> None:
    page = client_of(world.seller).get("/inbox/", {"show": "unread", "page": "2"}).content.decode()

    assert 'href="/inbox/?show=unread"' in page


def test_an_unknown_list_is_the_whole_one_and_an_unknown_label_is_not_there(
    world: World, client_of: ClientOf
) -> None:
    client = client_of(world.seller)

    assert world.conversation.public_id in client.get("/inbox/?show=nonsense").content.decode()
    assert client.get("/inbox/?label=nonsense").status_code == 404


def test_forms_of_labels_and_quick_responses_say_what_is_wrong(world: World, client_of: ClientOf) -> None:
    client = client_of(world.seller)

    twice = client.post("/inbox/labels/", {"name": "REGULARS"})
    wrong = client.post("/inbox/quick-responses/", {"title": "Price", "text": "It costs {price}."})
    made = client.post("/inbox/quick-responses/", {"title": "Price", "text": "See {gig}."}, follow=True)

    assert (twice.status_code, wrong.status_code) == (422, 422)
    assert "You have a label" in twice.content.decode()
    assert "Nobody fills in {price}" in wrong.content.decode()
    assert "See {gig}." in made.content.decode()


def test_what_is_open_between_two_can_be_written_on_the_order_page(world: World, client_of: ClientOf) -> None:
    talk = begin_talk(world, client_of)
    client = client_of(world.buyer)
    assert "Write on the order page" in client.get(talk).content.decode()

    moved = client.post(f"{talk}to-order/", {"text": "It belongs to the order."})

    assert moved.status_code == 302
    assert moved.headers["Location"].endswith("/#composer")
    assert "It belongs to the order.</textarea>" in client.get(moved.headers["Location"]).content.decode()
    assert "It belongs to the order." not in client.get(talk).content.decode()


def begin_talk(world: World, client_of: ClientOf) -> str:
    """Let the buyer, who has an open order, ask the seller something; return the talk's address."""
    asked = client_of(world.buyer).post(f"/gigs/{world.gig.public_id}/question/", {"text": "And on Sunday?"})
    return asked.headers["Location"]


def test_without_an_open_order_the_words_stay_where_they_are(world: World, client_of: ClientOf) -> None:
    path = f"/inbox/{world.conversation.public_id}/to-order/"

    answer = client_of(world.outsider).post(path, {"text": "Is it open?"})

    assert answer.status_code == 422
    assert "Is it open?</textarea>" in answer.content.decode()


def test_refusals_of_the_inbox_are_sentences(world: World) -> None:
    refusals = []
    for call in (
        lambda: create_label(person_id=world.seller.pk, name="", now=world.now),
        lambda: create_label(person_id=world.seller.pk, name="regulars", now=world.now),
        lambda: save_draft(
            record_id=world.order.record_id, person_id=world.buyer.pk, text="\x00", now=world.now
        ),
    ):
        with pytest.raises(Refused) as refused:
            call()
        refusals.append(refused.value.sentence)

    assert all(sentence.endswith(".") and "{" not in sentence for sentence in refusals)
