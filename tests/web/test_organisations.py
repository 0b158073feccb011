"""Organisations on pages and by the API: from registering to the order that is placed for one."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client

from gighall.domain.accounts.actions import create_token
from gighall.domain.accounts.models import Person
from gighall.domain.orders.models import Order
from gighall.domain.organisations.actions import leave_organisation, remove_member
from gighall.domain.organisations.models import Membership, Organisation
from gighall.domain.organisations.queries import is_member
from tests.web.accounts.steps import code_from_mail, sign_up
from tests.world import (
    CONTACT_SECRET,
    World,
    invite,
    let_join,
    mailed_token,
    make_an_offer,
    make_organisation,
    register,
)

ClientOf = Callable[[Person | None], Client]
Count = Callable[[Callable[[], object]], int]
FILLED_IN = {
    "name": "Blue Kettle Bakeries",
    "country": "ES",
    "registration": "B-12 345",
    "about": "Three bakeries that bake before dawn.",
}
ARABIC = "مخبز الإبريق الأزرق للخبز والحلويات الشرقية وأعمال أخرى كثيرة في المدينة القديمة"


def page_of(client: Client, path: str) -> str:
    """Return the words of a page that opens."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def calls(person: Person, world: World) -> Callable[..., tuple[int, Any]]:
    """Return a person's program: it calls a method of an address with a body."""
    token = create_token(person_id=person.pk, name="A program", now=world.now)[1]
    client = Client(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {token}"})

    def call(method: str, path: str, **body: Any) -> tuple[int, Any]:
        answer = getattr(client, method)(
            f"/api/v1{path}", json.dumps(body) if body else "", content_type="application/json"
        )
        return answer.status_code, answer.json() if answer.content else None

    return call


def order_gig(client: Client, world: World, organisation: str) -> Any:
    """Press *order* on the page of the gig, for an organisation or for *myself*."""
    return client.post(
        f"/gigs/{world.gig.public_id}/order/",
        {
            "seen_price_minor": world.gig.price_minor,
            "key": str(uuid.uuid4()),
            "organisation": organisation,
        },
    )


def test_an_organisation_is_registered_confirmed_and_ordered_for(world: World, client_of: ClientOf) -> None:
    buyer, operator, seller = (client_of(person) for person in (world.outsider, world.operator, world.seller))
    assert "/account/organisations/" in page_of(buyer, "/account/")
    answer = buyer.post("/account/organisations/new/", FILLED_IN | {"key": str(uuid.uuid4())}, follow=True)
    assert "nobody can order for it" in answer.content.decode()
    made = Organisation.objects.get()
    order_page = f"/gigs/{world.gig.public_id}/order/"
    assert 'name="organisation"' not in page_of(buyer, order_page)
    assert "you cannot order for it" in page_of(buyer, order_page)
    assert order_gig(buyer, world, made.public_id).status_code == 200
    assert not Order.objects.filter(buyer=world.outsider).exists()

    assert "1 organisation waits" in page_of(operator, "/staff/")
    assert made.public_id in page_of(operator, "/staff/organisations/")
    operator.post(f"/staff/organisations/{made.public_id}/confirmation/", {"seen_version": "1"})
    assert 'name="organisation"' in page_of(buyer, order_page)
    answer = order_gig(buyer, world, made.public_id)

    order = Order.objects.get(buyer=world.outsider)
    assert order.organisation == made
    for client in (buyer, seller):
        shown = page_of(client, answer.headers["Location"])
        assert shown.count(f"Ordered for \u2068{made.name}\u2069.") == 2
        assert f"ordered for \u2068{made.name}\u2069" in page_of(client, "/orders/")


def test_what_is_wrong_stands_at_its_field_with_the_words(world: World, client_of: ClientOf) -> None:
    typed = FILLED_IN | {"name": f"Bakery {CONTACT_SECRET}", "registration": "-"}

    answer = client_of(world.buyer).post("/account/organisations/new/", typed)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f"Leave out “{CONTACT_SECRET}”" in shown
    assert FILLED_IN["about"] in shown


def test_a_declined_organisation_says_why_and_is_corrected(world: World, client_of: ClientOf) -> None:
    made = register(world.buyer, now=world.now)
    operator, buyer = client_of(world.operator), client_of(world.buyer)
    address = f"/account/organisations/{made.public_id}/"
    refusal = f"/staff/organisations/{made.public_id}/refusal/"

    assert operator.post(refusal, {"seen_version": "1", "reason": "no"}).status_code == 422
    operator.post(refusal, {"seen_version": "1", "reason": "The register knows no such number."})

    assert "The register knows no such number." in page_of(buyer, address)
    assert made.name in page_of(buyer, f"{address}edit/")
    buyer.post(f"{address}edit/", FILLED_IN)
    assert "Waits for confirmation" in page_of(buyer, address)


def test_staff_see_what_a_name_could_be_taken_for(world: World, client_of: ClientOf) -> None:
    make_organisation(world.buyer, by=world.operator, now=world.now)
    false = register(world.outsider, now=world.now, name="B1ue Kettle Bakeries")
    operator = client_of(world.operator)
    address = f"/staff/organisations/{false.public_id}/"

    assert "Could be taken for one of these" in page_of(operator, address)
    answer = operator.post(f"{address}confirmation/", {"seen_version": "1"}, follow=True)

    assert "nobody could tell the two names apart" in answer.content.decode()


def test_the_mailed_link_makes_a_member(world: World, client_of: ClientOf) -> None:
    made = make_organisation(world.buyer, by=world.operator, now=world.now)
    owner, invited, other, guest = (
        client_of(person) for person in (world.buyer, world.outsider, world.seller, None)
    )
    address = f"/account/organisations/{made.public_id}/"
    owner.post(f"{address}invitations/", {"email": world.outsider.email})
    assert world.outsider.email in page_of(owner, address)
    link = f"/account/organisations/invitations/{mailed_token(world.outsider.email)}/"

    assert "Sign in, or sign up" in page_of(guest, link)
    assert "another address" in page_of(other, link)
    assert other.post(f"{link}acceptance/").status_code == 422
    assert "Become a member" in page_of(invited, link)
    assert invited.post(f"{link}acceptance/").headers["Location"] == address
    assert invited.get(link).headers["Location"] == address
    assert world.outsider.email not in page_of(invited, address)


def test_who_joins_with_the_link_comes_back_to_it(world: World, client: Client) -> None:
    made = make_organisation(world.buyer, by=world.operator, now=world.now)
    token = invite(made, world.buyer, "lena@mail.example", now=world.now)
    link = f"/account/organisations/invitations/{token}/"
    assert f"/account/signup/?next={link}" in page_of(client, link)

    sign_up(client, email="lena@mail.example", next=link)
    answer = client.post("/account/confirm-email/", {"code": code_from_mail()})

    assert answer.headers["Location"] == link
    assert "Become a member" in page_of(client, link)


def test_members_are_removed_made_owners_and_leave(world: World, client_of: ClientOf) -> None:
    made = make_organisation(world.buyer, by=world.operator, now=world.now)
    for person in (world.outsider, world.seller):
        let_join(made, person, owner=world.buyer, now=world.now)
    owner, member = client_of(world.buyer), client_of(world.outsider)
    address = f"/account/organisations/{made.public_id}/"
    theirs = f"{address}members/{world.outsider.public_id}/"

    refused = member.post(f"{address}members/{world.buyer.public_id}/removal/", follow=True)
    assert "Only an owner" in refused.content.decode()
    assert "removal/" not in page_of(member, address)
    assert "last owner" in owner.post(f"{address}departure/", follow=True).content.decode()
    owner.post(f"{address}members/{world.seller.public_id}/removal/")
    owner.post(f"{theirs}ownership/")
    member.post(f"{address}members/{world.buyer.public_id}/handover/")
    assert "You have left" in member.post(f"{address}departure/", follow=True).content.decode()

    assert Membership.objects.get(organisation=made, left_at=None).person == world.buyer
    assert member.get(address).status_code == 404


def test_somebody_removed_while_the_order_page_was_open_is_told_so(world: World, client_of: ClientOf) -> None:
    made = make_organisation(world.buyer, by=world.operator, now=world.now)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)
    remove_member(
        organisation_id=made.public_id,
        person_id=world.outsider.public_id,
        by_id=world.buyer.pk,
        now=world.now,
    )

    answer = order_gig(client_of(world.outsider), world, made.public_id)

    assert "You cannot order for this organisation" in answer.content.decode()
    assert not Order.objects.filter(buyer=world.outsider).exists()


def test_an_offer_is_accepted_for_an_organisation_on_its_page(world: World, client_of: ClientOf) -> None:
    made = make_organisation(world.outsider, by=world.operator, now=world.now)
    offer, client = make_an_offer(world), client_of(world.outsider)
    assert 'name="organisation"' in page_of(client, f"/offers/{offer.public_id}/")

    client.post(
        f"/offers/{offer.public_id}/acceptance/",
        {
            "seen_price_minor": offer.price_minor,
            "key": str(uuid.uuid4()),
            "organisation": made.public_id,
        },
    )

    assert Order.objects.get(buyer=world.outsider).organisation == made


def test_after_leaving_the_order_still_says_for_whom_it_is(world: World, client_of: ClientOf) -> None:
    made = make_organisation(world.buyer, by=world.operator, now=world.now)
    let_join(made, world.outsider, owner=world.buyer, now=world.now)
    client = client_of(world.outsider)
    address = order_gig(client, world, made.public_id).headers["Location"]

    leave_organisation(organisation_id=made.public_id, by_id=world.outsider.pk, now=world.now)

    assert "Ordered for" in page_of(client, address)
    assert "Myself" not in page_of(client, f"/gigs/{world.gig.public_id}/order/")


def test_a_long_right_to_left_name_stands_apart_from_the_words_around_it(
    world: World, client_of: ClientOf
) -> None:
    made = make_organisation(world.outsider, by=world.operator, now=world.now, name=ARABIC)
    client = client_of(world.outsider)

    assert f"<bdi>{ARABIC}</bdi>" in page_of(client, f"/account/organisations/{made.public_id}/")
    assert f"\u2068{ARABIC}\u2069" in page_of(client, "/account/")
    shown = page_of(client, order_gig(client, world, made.public_id).headers["Location"])
    assert f"\u2068{ARABIC}\u2069" in shown


def test_a_page_with_many_members_and_invitations_costs_the_same(
    world: World, client_of: ClientOf, count_queries: Count
) -> None:
    made = make_organisation(world.buyer, by=world.operator, now=world.now)
    client, address = client_of(world.buyer), f"/account/organisations/{made.public_id}/"
    client.get(address)
    few = count_queries(lambda: client.get(address))
    for person in (world.outsider, world.seller, world.operator):
        let_join(made, person, owner=world.buyer, now=world.now)
    for number in range(5):
        invite(
            made, world.buyer, f"somebody.{number}@mail.example", now=world.now + timedelta(seconds=number)
        )

    assert count_queries(lambda: client.get(address)) == few == 7


def test_the_whole_way_by_the_api(world: World) -> None:
    owner, member, staff, stranger = (
        calls(person, world) for person in (world.buyer, world.outsider, world.operator, world.seller)
    )
    key = str(uuid.uuid4())
    status, made = owner("post", "/organisations", key=key, **FILLED_IN)
    assert (status, made["state"], made["role"]) == (200, "waiting", "owner")
    assert owner("post", "/organisations", key=key, **FILLED_IN)[1]["id"] == made["id"]
    path, staff_path = f"/organisations/{made['id']}", f"/staff/organisations/{made['id']}"
    assert [each["id"] for each in staff("get", "/staff/organisations")[1]] == [made["id"]]
    assert staff("post", f"{staff_path}/refusal", seen_version=1, reason="No such number.")[0] == 200
    assert owner("put", path, **FILLED_IN | {"registration": "B-99"})[1]["version"] == 2
    assert staff("post", f"{staff_path}/confirmation", seen_version=1)[1]["why"] == "organisation_refused"
    assert staff("post", f"{staff_path}/confirmation", seen_version=2)[1]["state"] == "confirmed"

    status, invitation = owner("post", f"{path}/invitations", email=world.seller.email)
    assert owner("delete", f"{path}/invitations/{invitation['id']}")[0] == 204
    owner("post", f"{path}/invitations", email=world.outsider.email)
    token = mailed_token(world.outsider.email)
    assert stranger("post", "/invitations/acceptance", token=token)[1]["why"] == "invitation_refused"
    assert member("post", "/invitations/acceptance", token=token)[1]["role"] == "member"
    assert member("get", path)[1]["invitations"] == []
    assert member("delete", f"{path}/members/{world.buyer.public_id}")[1]["why"] == "members_refused"
    assert stranger("get", path)[0] == 404

    gig = {"gig": world.gig.public_id, "seen_price_minor": world.gig.price_minor}
    status, order = member("post", "/orders", key=str(uuid.uuid4()), organisation=made["id"], **gig)
    assert order["organisation"] == {"id": made["id"], "name": FILLED_IN["name"]}
    assert stranger("get", f"/orders/{order['id']}")[1]["organisation"]["id"] == made["id"]
    status, refused = member("post", "/orders", key=str(uuid.uuid4()), organisation="nothing", **gig)
    assert (status, refused["why"]) == (409, "not_for_organisation")

    assert owner("put", f"{path}/owners/{world.outsider.public_id}")[0] == 200
    assert member("post", f"{path}/handover", person=world.buyer.public_id)[1]["role"] == "member"
    assert member("delete", f"{path}/membership")[0] == 204
    assert member("get", "/organisations")[1] == []
    assert member("delete", f"{path}/membership")[0] == 404
    assert not is_member(organisation_id=Organisation.objects.get().pk, person_id=world.outsider.pk)
    offer = make_an_offer(world)
    accepted = member(
        "post",
        f"/offers/{offer.public_id}/acceptance",
        seen_price_minor=offer.price_minor,
        key=str(uuid.uuid4()),
        organisation=made["id"],
    )
    assert accepted[1]["why"] == "not_for_organisation"


def test_faults_of_an_organisation_are_named_by_the_api(world: World) -> None:
    status, refused = calls(world.buyer, world)(
        "post", "/organisations", key=str(uuid.uuid4()), **FILLED_IN | {"country": "XX", "about": "x"}
    )

    assert status == 409
    assert [fault["field"] for fault in refused["faults"]] == ["country", "about"]
