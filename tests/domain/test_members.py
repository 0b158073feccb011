"""Members of an organisation: invited by address, removed, leaving, owning, and what that means for orders."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest

from gighall.base import limits
from gighall.base.errors import NotYours
from gighall.domain.accounts.actions import confirm_address
from gighall.domain.notices.models import Mail
from gighall.domain.orders.actions import accept_offer, place_order
from gighall.domain.orders.models import Order
from gighall.domain.orders.queries import is_business_order
from gighall.domain.organisations.actions import (
    accept_invitation,
    hand_over,
    invite_member,
    leave_organisation,
    make_owner,
    remove_member,
    withdraw_invitation,
)
from gighall.domain.organisations.models import Invitation, Membership, Organisation
from gighall.domain.organisations.queries import invitation_hash, members_of
from gighall.domain.organisations.rules import InvitationRefused, MembersRefused, NotForOrganisation
from gighall.domain.organisations.states import MEMBER, OWNER
from gighall.domain.record.models import Entry
from tests.presses import at_once
from tests.world import (
    World,
    invite,
    let_join,
    mailed_token,
    make_an_offer,
    make_organisation,
    make_person,
    make_world,
    register,
)


def bakery(world: World) -> Organisation:
    """Return a confirmed organisation that the buyer owns."""
    return make_organisation(world.buyer, by=world.operator, now=world.now)


def order_for(world: World, organisation_id: str, *, key: uuid.UUID | None = None) -> Order:
    """Let the outsider order the seller's gig for an organisation."""
    return place_order(
        gig_public_id=world.gig.public_id,
        buyer_id=world.outsider.pk,
        seen_price_minor=world.gig.price_minor,
        key=key or uuid.uuid4(),
        now=world.now,
        organisation_id=organisation_id,
    )


def test_whoever_confirmed_the_address_accepts_and_is_a_member(world: World) -> None:
    made = bakery(world)
    token = invite(made, world.buyer, world.outsider.email.upper(), now=world.now)

    membership = accept_invitation(token=token, by_id=world.outsider.pk, now=world.now)

    assert membership.role == MEMBER
    assert [each.person for each in members_of(made.pk)] == [world.buyer, world.outsider]


def test_the_token_stands_in_the_mail_alone(world: World) -> None:
    token = invite(bakery(world), world.buyer, world.outsider.email, now=world.now)

    kept = Invitation.objects.values().get()
    assert token not in str(kept)
    assert kept["token_hash"] == invitation_hash(token)


def test_somebody_who_joins_later_accepts_too(world: World) -> None:
    made = bakery(world)
    token = invite(made, world.buyer, "lena.late@mail.example", now=world.now)
    person = make_person("Lena Late", now=world.now, confirmed=False)

    with pytest.raises(InvitationRefused, match="confirm the address"):
        accept_invitation(token=token, by_id=person.pk, now=world.now)
    confirm_address(person_id=person.pk, now=world.now)

    assert accept_invitation(token=token, by_id=person.pk, now=world.now).organisation == made


def test_an_invitation_does_not_work_for_somebody_else(world: World) -> None:
    token = invite(bakery(world), world.buyer, world.outsider.email, now=world.now)

    with pytest.raises(InvitationRefused, match="another address"):
        accept_invitation(token=token, by_id=world.seller.pk, now=world.now)
    with pytest.raises(NotYours):
        accept_invitation(token="guessed", by_id=world.outsider.pk, now=world.now)


def test_an_invitation_ends_with_its_time(world: World) -> None:
    token = invite(bakery(world), world.buyer, world.outsider.email, now=world.now)
    ended = world.now + timedelta(days=limits.INVITATION_DAYS)

    with pytest.raises(InvitationRefused, match="expired"):
        accept_invitation(token=token, by_id=world.outsider.pk, now=ended)


def test_a_used_invitation_does_not_bring_somebody_back_who_was_removed(world: World) -> None:
    made = bakery(world)
    token = invite(made, world.buyer, world.outsider.email, now=world.now)
    accept_invitation(token=token, by_id=world.outsider.pk, now=world.now)
    remove_member(
        organisation_id=made.public_id,
        person_id=world.outsider.public_id,
        by_id=world.buyer.pk,
        now=world.now,
    )

    with pytest.raises(InvitationRefused, match="was used"):
        accept_invitation(token=token, by_id=world.outsider.pk, now=world.now)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)

    assert Membership.objects.filter(person=world.outsider).count() == 2
    assert Mail.objects.filter(to=world.outsider.email, subject__startswith="No longer").count() == 1


def test_a_withdrawn_invitation_and_one_sent_again_hold_no_longer(world: World) -> None:
    made = bakery(world)
    first = invite(made, world.buyer, world.outsider.email, now=world.now)
    second = invite(made, world.buyer, world.outsider.email, now=world.now)
    open_one = Invitation.objects.get(withdrawn_at=None)
    for _press in range(2):
        withdraw_invitation(
            organisation_id=made.public_id,
            invitation_id=open_one.public_id,
            by_id=world.buyer.pk,
            now=world.now,
        )

    for token in (first, second):
        with pytest.raises(InvitationRefused, match="withdrawn"):
            accept_invitation(token=token, by_id=world.outsider.pk, now=world.now)


def test_what_a_removed_owner_sent_holds_no_longer(world: World) -> None:
    made = bakery(world)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)
    make_owner(organisation_id=made.public_id, person_id=world.outsider.public_id, by_id=world.buyer.pk)
    token = invite(made, world.outsider, world.seller.email, now=world.now)
    remove_member(
        organisation_id=made.public_id,
        person_id=world.outsider.public_id,
        by_id=world.buyer.pk,
        now=world.now,
    )

    with pytest.raises(InvitationRefused, match="withdrawn"):
        accept_invitation(token=token, by_id=world.seller.pk, now=world.now)


def test_nobody_is_invited_before_the_organisation_is_confirmed(world: World) -> None:
    waiting = register(world.buyer, now=world.now)

    with pytest.raises(InvitationRefused):
        invite(waiting, world.buyer, world.outsider.email, now=world.now)


def test_a_member_is_not_invited_again(world: World) -> None:
    with pytest.raises(InvitationRefused, match="member already"):
        invite(bakery(world), world.buyer, world.buyer.email, now=world.now)


def test_only_owners_invite_remove_and_hand_over(world: World) -> None:
    made = bakery(world)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)
    invited = Invitation.objects.get()

    for person, refusal in ((world.outsider, MembersRefused), (world.seller, NotYours)):
        names: dict[str, Any] = {"organisation_id": made.public_id, "by_id": person.pk}
        with pytest.raises(refusal):
            invite_member(email="a@mail.example", now=world.now, **names)
        with pytest.raises(refusal):
            withdraw_invitation(invitation_id=invited.public_id, now=world.now, **names)
        with pytest.raises(refusal):
            remove_member(person_id=world.buyer.public_id, now=world.now, **names)
        with pytest.raises(refusal):
            make_owner(person_id=world.buyer.public_id, **names)
        with pytest.raises(refusal):
            hand_over(person_id=world.buyer.public_id, **names)


def test_the_last_owner_hands_over_before_leaving(world: World) -> None:
    made = bakery(world)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)

    with pytest.raises(MembersRefused, match="last owner"):
        leave_organisation(organisation_id=made.public_id, by_id=world.buyer.pk, now=world.now)
    hand_over(organisation_id=made.public_id, person_id=world.outsider.public_id, by_id=world.buyer.pk)
    leave_organisation(organisation_id=made.public_id, by_id=world.buyer.pk, now=world.now)

    assert [(each.person, each.role) for each in members_of(made.pk)] == [(world.outsider, OWNER)]
    with pytest.raises(NotYours):
        leave_organisation(organisation_id=made.public_id, by_id=world.buyer.pk, now=world.now)


def test_a_person_may_be_in_several(world: World) -> None:
    first = bakery(world)
    second = make_organisation(world.seller, by=world.operator, now=world.now, name="Green Lamp Studio")

    for made, owner in ((first, world.buyer), (second, world.seller)):
        let_join(made, world.outsider, owner=owner, now=world.now)

    assert Membership.objects.filter(person=world.outsider, left_at=None).count() == 2


def test_a_member_orders_for_a_confirmed_organisation(world: World) -> None:
    made = bakery(world)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)

    order = order_for(world, made.public_id)

    assert order.organisation == made
    assert is_business_order(order)
    placed = json.loads(Entry.objects.get(record=order.record, kind="order_placed").shown or "")
    assert placed["organisation"] == {"id": made.public_id, "name": made.name}


def test_an_order_for_oneself_is_of_no_business_client(world: World) -> None:
    order = order_for(world, "")

    assert order.organisation is None
    assert not is_business_order(order)


def test_an_offer_is_accepted_for_an_organisation(world: World) -> None:
    made = bakery(world)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)
    offer = make_an_offer(world)

    order = accept_offer(
        offer_id=offer.public_id,
        by_id=world.outsider.pk,
        seen_price_minor=offer.price_minor,
        key=uuid.uuid4(),
        now=world.now + timedelta(hours=1),
        organisation_id=made.public_id,
    )

    assert order.organisation == made


def test_nobody_orders_for_an_organisation_that_waits_or_is_not_theirs(world: World) -> None:
    waiting = register(world.outsider, now=world.now, name="Waiting Room")

    for organisation_id in (waiting.public_id, bakery(world).public_id, "nothing"):
        with pytest.raises(NotForOrganisation):
            order_for(world, organisation_id)

    assert not Order.objects.filter(buyer=world.outsider).exists()


def test_leaving_changes_no_order_and_allows_none_any_more(world: World) -> None:
    made = bakery(world)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)
    order = order_for(world, made.public_id)
    leave_organisation(organisation_id=made.public_id, by_id=world.outsider.pk, now=world.now)

    order.refresh_from_db()
    assert is_business_order(order)
    with pytest.raises(NotForOrganisation):
        order_for(world, made.public_id)


def test_an_invitation_accepted_twice_at_once_makes_one_member(own_database: str) -> None:
    world = make_world()
    made = bakery(world)
    token = invite(made, world.buyer, world.outsider.email, now=world.now)

    def press() -> Membership:
        return accept_invitation(token=token, by_id=world.outsider.pk, now=world.now)

    answers = at_once(press, press, press)

    assert answers == [Membership.objects.get(person=world.outsider)] * 3


def test_an_invitation_withdrawn_while_it_is_accepted_is_one_of_both(own_database: str) -> None:
    world = make_world()
    made = bakery(world)
    token = invite(made, world.buyer, world.outsider.email, now=world.now)
    invitation = Invitation.objects.get()

    at_once(
        lambda: accept_invitation(token=token, by_id=world.outsider.pk, now=world.now),
        lambda: withdraw_invitation(
            organisation_id=made.public_id,
            invitation_id=invitation.public_id,
            by_id=world.buyer.pk,
            now=world.now,
        ),
    )

    invitation.refresh_from_db()
    is_member = Membership.objects.filter(person=world.outsider).exists()
    assert is_member == (invitation.withdrawn_at is None)


def test_two_invitations_of_one_address_at_once_leave_one_that_holds(own_database: str) -> None:
    world = make_world()
    made = bakery(world)

    def press() -> Invitation:
        return invite_member(
            organisation_id=made.public_id, by_id=world.buyer.pk, email=world.outsider.email, now=world.now
        )

    at_once(press, press, press)

    assert Invitation.objects.filter(withdrawn_at=None).count() == 1
    accept_invitation(token=mailed_token(world.outsider.email), by_id=world.outsider.pk, now=world.now)


def test_removed_while_leaving_ends_once(own_database: str) -> None:
    world = make_world()
    made = bakery(world)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)

    answers = at_once(
        lambda: leave_organisation(organisation_id=made.public_id, by_id=world.outsider.pk, now=world.now),
        lambda: remove_member(
            organisation_id=made.public_id,
            person_id=world.outsider.public_id,
            by_id=world.buyer.pk,
            now=world.now,
        ),
    )

    assert len([answer for answer in answers if isinstance(answer, NotYours)]) == 1
    assert Membership.objects.filter(person=world.outsider).count() == 1


def test_two_owners_who_remove_each_other_at_once_leave_one(own_database: str) -> None:
    world = make_world()
    made = bakery(world)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)
    make_owner(organisation_id=made.public_id, person_id=world.outsider.public_id, by_id=world.buyer.pk)

    def remove(other: str, by_id: int) -> Membership:
        return remove_member(organisation_id=made.public_id, person_id=other, by_id=by_id, now=world.now)

    at_once(
        lambda: remove(world.outsider.public_id, world.buyer.pk),
        lambda: remove(world.buyer.public_id, world.outsider.pk),
    )

    assert members_of(made.pk).filter(role=OWNER).count() == 1


def test_two_owners_who_leave_at_once_leave_one(own_database: str) -> None:
    world = make_world()
    made = bakery(world)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)
    make_owner(organisation_id=made.public_id, person_id=world.outsider.public_id, by_id=world.buyer.pk)

    answers = at_once(
        *(
            lambda person=person: leave_organisation(
                organisation_id=made.public_id, by_id=person.pk, now=world.now
            )
            for person in (world.buyer, world.outsider)
        )
    )

    assert len([answer for answer in answers if isinstance(answer, MembersRefused)]) == 1
    assert members_of(made.pk).filter(role=OWNER).count() == 1


def test_an_order_placed_while_its_buyer_is_removed_is_for_it_or_refused(own_database: str) -> None:
    world = make_world()
    made = bakery(world)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)

    placed, _removed = at_once(
        lambda: order_for(world, made.public_id),
        lambda: remove_member(
            organisation_id=made.public_id,
            person_id=world.outsider.public_id,
            by_id=world.buyer.pk,
            now=world.now,
        ),
    )

    if isinstance(placed, Order):
        assert placed.organisation == made
    else:
        assert isinstance(placed, NotForOrganisation)
    assert not members_of(made.pk).filter(person=world.outsider).exists()
