"""Make the demo world: every row comes from the action that a page would call, with a moved clock."""

import tomllib
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from gighall.base import clock
from gighall.base.money import MINOR_PER_MAJOR
from gighall.cli.demo.community import load_community
from gighall.cli.demo.sessions import hold_session
from gighall.domain.accounts import actions as accounts
from gighall.domain.accounts.models import Person
from gighall.domain.accounts.queries import present_terms
from gighall.domain.chat_sessions.actions import ask_for_video
from gighall.domain.conversations.actions import begin_conversation, post_message
from gighall.domain.conversations.queries import conversation_between
from gighall.domain.desk import actions as desk
from gighall.domain.desk.models import Ticket
from gighall.domain.gigs import actions as gigs
from gighall.domain.gigs.models import Gig
from gighall.domain.notices.queries import newest_mails
from gighall.domain.orders import actions as orders
from gighall.domain.orders.models import Order
from gighall.domain.orders.rules import TIME, Wish
from gighall.domain.orders.rules.offers import OfferTerms
from gighall.domain.organisations import actions as organisations
from gighall.domain.organisations.models import Organisation
from gighall.domain.organisations.rules import OrganisationWords
from gighall.domain.payments.actions import announce_payment, grant_credits, write_bank_words
from gighall.domain.record.actions import index_words

WORLD = Path(__file__).parent / "world.toml"


class World:
    """The demo world while it is being made; keys are those of the file."""

    def __init__(self, plan: dict[str, Any], start: datetime) -> None:
        self.plan = plan
        self.now = start
        self.people: dict[str, Person] = {}
        self.gigs: dict[str, Gig] = {}
        self.organisations: dict[str, Organisation] = {}

    def wait(self, minutes: float) -> None:
        """Let time pass in the world; never beyond the present."""
        self.now = min(self.now + timedelta(minutes=minutes), clock.now())

    def open_hall(self) -> None:
        """Set the hall up; its first admin is the first of the people."""
        hall, operator = self.plan["hall"], self.plan["people"][0]
        self.people[operator["key"]] = accounts.set_up_hall(
            hall_name=hall["name"],
            accent_hue=hall["accent_hue"],
            name=operator["name"],
            email=operator["email"],
            password=self.plan["password"],
            terms_number=present_terms().number,
            now=self.now,
        )

    def let_people_join(self) -> None:
        """Let everybody else join and confirm their addresses."""
        for person in self.plan["people"][1:]:
            joined = accounts.join(
                name=person["name"],
                email=person["email"],
                password=self.plan["password"],
                time_zone=person["time_zone"],
                terms_number=present_terms().number,
                now=self.now,
            )
            accounts.confirm_address(person_id=joined.pk, now=self.now)
            self.people[person["key"]] = joined
            self.wait(40)

    def register(self) -> None:
        """Let people register organisations; those with members are confirmed, and the members invited."""
        operator = self.people[self.plan["people"][0]["key"]]
        for plan in self.plan["organisations"]:
            owner = self.people[plan["owner"]]
            made = organisations.register_organisation(
                by_id=owner.pk,
                words=OrganisationWords(plan["name"], plan["country"], plan["registration"], plan["about"]),
                key=uuid.uuid4(),
                now=self.now,
            )
            self.organisations[plan["key"]] = made
            members = [self.people[key] for key in plan.get("members", [])]
            if members:
                self.wait(20)
                organisations.confirm_organisation(
                    organisation_id=made.public_id, by_id=operator.pk, seen_version=made.version, now=self.now
                )
            for member in members:
                organisations.invite_member(
                    organisation_id=made.public_id, by_id=owner.pk, email=member.email, now=self.now
                )
                # The link stands in the mail alone.
                token = newest_mails(limit=1)[0].text.split("/invitations/")[1].split("/")[0]
                organisations.accept_invitation(token=token, by_id=member.pk, now=self.now)

    def grant(self) -> None:
        """Let the operator grant credits."""
        operator = self.people[self.plan["people"][0]["key"]]
        for grant in self.plan["grants"]:
            grant_credits(
                by_id=operator.pk,
                email=self.people[grant["to"]].email,
                amount_minor=grant["amount"] * MINOR_PER_MAJOR,
                reason=grant["reason"],
                key=uuid.uuid4(),
                now=self.now,
            )

    def pay_in(self) -> None:
        """Let the operator say where to send money, and people announce transfers that are on their way."""
        operator = self.people[self.plan["people"][0]["key"]]
        write_bank_words(by_id=operator.pk, text=self.plan["bank"]["words"], now=self.now)
        for payment in self.plan["payments"]:
            announce_payment(
                person_id=self.people[payment["by"]].pk,
                amount_minor=payment["amount"] * MINOR_PER_MAJOR,
                key=uuid.uuid4(),
                now=self.now,
            )

    def offer(self) -> None:
        """Let sellers make their gigs, and publish those that are not drafts."""
        for offer in self.plan["gigs"]:
            seller = self.people[offer["seller"]]
            gig = gigs.create_gig(seller_id=seller.pk, words=_words_of(offer), now=self.now)
            self.wait(30)
            if not offer.get("draft"):
                gig = gigs.publish_gig(public_id=gig.public_id, seller_id=seller.pk, now=self.now)
            self.gigs[offer["key"]] = gig
            self.wait(60)

    def ask(self) -> None:
        """Let people ask sellers something before an order."""
        for plan in self.plan["questions"]:
            gig = self.gigs[plan["gig"]]
            asker_id = self.people[plan["by"]].pk
            first, *rest = plan["talk"]
            begun = begin_conversation(
                by_id=asker_id,
                with_id=gig.seller_id,
                about=f"gig:{gig.public_id}",
                text=first["asker"],
                key=uuid.uuid4(),
                now=self.now,
            )
            for line in rest:
                self.wait(4)
                side, words = next(iter(line.items()))
                post_message(
                    record_id=begun.record_id,
                    author_id=asker_id if side == "asker" else gig.seller_id,
                    text=words,
                    key=uuid.uuid4(),
                    now=self.now,
                )

    def make_offers(self) -> None:
        """Let sellers offer those who asked them something more than their gig says."""
        for plan in self.plan["offers"]:
            gig, to = self.gigs[plan["gig"]], self.people[plan["to"]]
            talk = conversation_between(gig.seller_id, to.pk)
            if talk is None:
                raise ValueError(
                    f"world.toml: {plan['to']!r} has asked the seller of {plan['gig']!r} nothing"
                )
            terms = OfferTerms(
                scope=plan["scope"],
                price_minor=plan["price"] * MINOR_PER_MAJOR,
                minutes=plan["minutes"],
                expires_days=plan["days"],
            )
            orders.make_offer(
                conversation_id=talk.public_id,
                gig_id=gig.public_id,
                by_id=gig.seller_id,
                typed=terms,
                key=uuid.uuid4(),
                now=self.now,
            )
            self.wait(20)

    def sell(self) -> None:
        """Let orders be placed, talked in, delivered and accepted."""
        for plan in self.plan["orders"]:
            gig = self.gigs[plan["gig"]]
            organisation = self.organisations.get(plan.get("organisation", ""))
            order = orders.place_order(
                gig_public_id=gig.public_id,
                buyer_id=self.people[plan["buyer"]].pk,
                seen_price_minor=gig.price_minor,
                organisation_id=organisation.public_id if organisation else "",
                key=uuid.uuid4(),
                now=self.now,
            )
            for line in plan["talk"]:
                self._say(order, plan, line)
            self.wait(plan.get("pause", 300))

    def make_exceptions(self) -> None:
        """Let sellers ask for exceptions, and the operator grant them."""
        operator_id = self.people[self.plan["people"][0]["key"]].pk
        for plan in self.plan["exceptions"]:
            asked = self._ask_exception(plan)
            self.wait(90)
            desk.grant_exception(
                ticket_id=asked.public_id,
                by_id=operator_id,
                kinds=plan["granted"],
                reason=plan["reason"],
                expires_at=self.now + timedelta(days=plan["days"]),
                now=self.now,
            )

    def ask_support(self) -> None:
        """Let people ask support something, and sellers ask for exceptions; all of it still waits."""
        for plan in self.plan["tickets"]:
            if "gig" in plan:
                self._ask_exception(plan)
            else:
                desk.open_ticket(
                    by_id=self.people[plan["by"]].pk,
                    subject=plan["subject"],
                    words=plan["words"],
                    key=uuid.uuid4(),
                    now=self.now,
                )
            self.wait(20)

    def _ask_exception(self, plan: dict[str, Any]) -> Ticket:
        gig = self.gigs[plan["gig"]]
        return desk.ask_exception(
            gig_id=gig.public_id,
            by_id=gig.seller_id,
            kinds=plan["kinds"],
            words=plan["words"],
            key=uuid.uuid4(),
            now=self.now,
        )

    def _say(self, order: Order, plan: dict[str, Any], line: dict[str, Any]) -> None:
        self.wait(2)
        side, words = next(iter(line.items()))
        match side:
            case "buyer" | "seller":
                author_id = order.buyer_id if side == "buyer" else order.seller_id
                post_message(
                    record_id=order.record_id, author_id=author_id, text=words, key=uuid.uuid4(), now=self.now
                )
            case "asks_video":
                ask_for_video(order_id=order.public_id, by_id=order.buyer_id, everywhere=False, now=self.now)
            case "session":
                self.now = hold_session(order, words, seconds=plan["seconds"], now=self.now)
            case "deliver":
                orders.deliver(
                    order_id=order.public_id,
                    by_id=order.seller_id,
                    text=words,
                    key=uuid.uuid4(),
                    now=self.now,
                )
            case "accept":
                orders.accept_delivery(order_id=order.public_id, by_id=order.buyer_id, now=self.now)
            case "answers":
                orders.answer_requirements(
                    order_id=order.public_id,
                    by_id=order.buyer_id,
                    answers=words,
                    key=uuid.uuid4(),
                    now=self.now,
                )
            case "more_time":
                orders.open_request(
                    order_id=order.public_id,
                    by_id=order.seller_id,
                    wish=Wish(TIME, days=3),
                    text=words,
                    key=uuid.uuid4(),
                    now=self.now,
                )
            case "buyer_rates" | "seller_rates":
                orders.give_feedback(
                    order_id=order.public_id,
                    by_id=order.buyer_id if side == "buyer_rates" else order.seller_id,
                    stars=(5, 5, 4),
                    text=words,
                    private_note="",
                    now=self.now,
                )
            case _:
                raise ValueError(f"world.toml: nobody can do {side!r} in an order")


def _words_of(offer: dict[str, Any]) -> gigs.GigWords:
    """Return a gig of the file as its seller fills it in; what the file leaves out is as in a fresh form."""
    named = {name: offer[name] for name in ("kind", "minutes", "delivery_days", "revisions") if name in offer}
    return gigs.GigWords(
        title=offer["title"],
        text=offer["text"],
        price_minor=offer["price"] * MINOR_PER_MAJOR,
        category=offer["category"],
        requirements=tuple(gigs.RequirementWords(**each) for each in offer.get("requirements", [])),
        declared_details=tuple(offer.get("declared_details", [])),
        **named,
    )


@transaction.atomic
def load() -> list[dict[str, str]]:
    """Make the demo world in an empty hall, wholly or not at all; return who one can be."""
    plan = tomllib.loads(WORLD.read_text(encoding="utf-8"))
    world = World(plan, clock.now() - timedelta(days=plan["days"]))
    world.open_hall()
    world.let_people_join()
    world.register()
    world.grant()
    world.offer()
    world.ask()
    world.make_offers()
    world.make_exceptions()
    world.sell()
    world.ask_support()
    world.pay_in()
    load_community(world.people, clock.now())
    # Nobody who looks around should wait for the jobs.
    while index_words():
        pass
    people = [
        {"name": each["name"], "email": each["email"], "password": plan["password"], "about": each["about"]}
        for each in plan["people"]
    ]
    accounts.open_demo_hall(people=people)
    return people
