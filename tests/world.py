"""The cast: who lives in the hall of the tests, made by calling the same actions as the doors do.

Names stand in this file only; tests speak of the buyer, the seller, the outsider. A test asks for the
fixture ``world`` and changes what it needs by further actions.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from gighall.base import clock
from gighall.domain.accounts.actions import (
    accept_terms,
    confirm_address,
    create_token,
    join,
    open_demo_hall,
    publish_first_terms,
    publish_terms,
    set_up_hall,
)
from gighall.domain.accounts.models import Person, PersonalToken
from gighall.domain.accounts.queries import present_terms
from gighall.domain.chat_sessions.actions import press_start, start_call
from gighall.domain.chat_sessions.models import ChatSession
from gighall.domain.conversations.actions import (
    begin_conversation,
    block_person,
    create_label,
    create_quick_response,
    post_file,
    post_message,
)
from gighall.domain.conversations.models import Conversation
from gighall.domain.desk.actions import ask_exception, grant_exception, open_case, open_ticket
from gighall.domain.desk.models import Case, Ticket
from gighall.domain.files.models import StoredFile
from gighall.domain.gigs.actions import GigWords, create_gig, publish_gig
from gighall.domain.gigs.models import Gig
from gighall.domain.gigs.states import VIDEO_SESSION
from gighall.domain.notices.models import Mail
from gighall.domain.notices.queries import newest_mails
from gighall.domain.orders.actions import accept_delivery, deliver, make_offer, place_order
from gighall.domain.orders.models import Offer, Order
from gighall.domain.orders.rules import OfferTerms
from gighall.domain.organisations.actions import (
    accept_invitation,
    confirm_organisation,
    invite_member,
    register_organisation,
)
from gighall.domain.organisations.models import Membership, Organisation
from gighall.domain.organisations.rules import OrganisationWords
from gighall.domain.payments.actions import announce_payment, grant_credits, write_bank_words
from gighall.domain.payments.models import Payment

PASSWORD = "correct horse battery staple"
PURSE_MINOR = 50_000
GIG_WORDS = GigWords(
    title="Chat help with your first Python program",
    text="You bring a program that does not do what you want. We read it together, line by line, in a chat.",
    price_minor=4_000,
    minutes=60,
)
DRAFT_WORDS = GigWords(
    title="Chat help with a stubborn spreadsheet",
    text="You bring a sheet whose sums are wrong. We look at each formula in a chat until they are right.",
    price_minor=2_500,
    minutes=30,
)
VIDEO_WORDS = GigWords(
    title="A video hour about your balcony plants",
    text="You show me the balcony as it is, and we find out together what grows there and what does not.",
    price_minor=3_000,
    minutes=60,
    kind=VIDEO_SESSION,
)
OFFER_TERMS = OfferTerms(
    scope="We rewrite both loops together, and you get a page of notes.",
    price_minor=6_000,
    minutes=90,
    revisions=2,
)
# What the guard withholds in an order, so that tests of masking do not repeat it.
CONTACT_WORDS = "Or write to me at someone.else@mail.example, that is quicker."
CONTACT_SECRET = "someone.else@mail.example"
BANK_WORDS = "The Long Table, IBAN XX00 1234 5678 9012.\nIt takes one or two days."


@dataclass
class World:
    """The hall's people and things. ``now`` is when it was made; later moments are later."""

    now: datetime
    operator: Person
    seller: Person
    buyer: Person
    # Buys and sells too, but has no part in the others' orders.
    outsider: Person
    # Signed in, but has accepted an older version of the terms.
    newcomer: Person
    # Has joined, but has not opened the mail.
    unconfirmed: Person
    gig: Gig
    draft: Gig
    order: Order
    delivered: Order
    completed: Order
    # The outsider has asked the seller something before an order.
    conversation: Conversation
    # The public id of a file that the outsider sent in that talk.
    file_id: str
    # The buyer has announced a bank transfer.
    payment: Payment
    # The seller's personal token, and the first mail that the hall wrote.
    token: PersonalToken
    mail: Mail

    @property
    def people(self) -> dict[str, Person | None]:
        """Return everybody who can look at pages, by the name of the part they play."""
        return {
            "guest": None,
            "newcomer": self.newcomer,
            "outsider": self.outsider,
            "buyer": self.buyer,
            "seller": self.seller,
            "operator": self.operator,
        }


def make_world(now: datetime | None = None) -> World:
    """Make the cast and their things in an empty, migrated database."""
    now = now or clock.now() - timedelta(hours=1)
    publish_first_terms(now=now)
    operator = set_up_hall(
        hall_name="The Long Table",
        accent_hue=150,
        name="Olga Operator",
        email="olga@hall.example",
        password=PASSWORD,
        terms_number=1,
        now=now,
    )
    newcomer = make_person("Nico New", now=now)
    publish_terms(by_id=operator.pk, source=_reworded_terms(), based_on=1, now=now)
    accept_terms(person_id=operator.pk, number=2, now=now)
    seller = make_person("Selma Seller", now=now)
    buyer = make_person("Bruno Buyer", now=now)
    outsider = make_person("Ottilie Other", now=now)
    unconfirmed = make_person("Una Unread", now=now, confirmed=False)
    open_demo_hall(
        people=[
            {"name": person.name, "email": person.email, "password": PASSWORD, "about": about}
            for person, about in (
                (seller, "sells help"),
                (buyer, "looks for help"),
                (operator, "runs the hall"),
            )
        ]
    )
    gig = make_gig(seller, GIG_WORDS, now=now)
    draft = create_gig(seller_id=seller.pk, words=DRAFT_WORDS, now=now)
    for person in (buyer, outsider):
        give_credits(person, PURSE_MINOR, by=operator, now=now)
    orders = [make_order(gig, buyer, now=now + timedelta(minutes=minute)) for minute in range(3)]
    order, delivered, completed = orders
    say(
        order,
        buyer,
        "Good morning! My loop never ends, and I do not see why.",
        now=now + timedelta(minutes=4),
    )
    say(order, seller, "Show me the line with while, please.", now=now + timedelta(minutes=5))
    say(order, buyer, CONTACT_WORDS, now=now + timedelta(minutes=6))
    for done in (delivered, completed):
        hand_over(done, now=now + timedelta(minutes=7))
    accept_delivery(order_id=completed.public_id, by_id=buyer.pk, now=now + timedelta(minutes=8))
    for changed in orders:
        changed.refresh_from_db()
    conversation = begin_conversation(
        by_id=outsider.pk,
        with_id=seller.pk,
        about=f"gig:{gig.public_id}",
        text="Good evening! Do you also help with loops that never end?",
        key=uuid.uuid4(),
        now=now + timedelta(minutes=9),
    )
    send_file(
        conversation, outsider, "my loop.py", b"while True:\n    pass\n", now=now + timedelta(minutes=10)
    )
    keep_an_inbox(seller, blocking=newcomer, now=now)
    write_bank_words(by_id=operator.pk, text=BANK_WORDS, now=now)
    payment = announce_payment(person_id=buyer.pk, amount_minor=2_500, key=uuid.uuid4(), now=now)
    return World(
        now=now,
        operator=operator,
        seller=seller,
        buyer=buyer,
        outsider=outsider,
        newcomer=newcomer,
        unconfirmed=unconfirmed,
        gig=gig,
        draft=draft,
        order=order,
        delivered=delivered,
        completed=completed,
        conversation=conversation,
        file_id=StoredFile.objects.get(place_id=conversation.record_id).public_id,
        payment=payment,
        token=create_token(person_id=seller.pk, name="A script", now=now)[0],
        mail=newest_mails(limit=100)[-1],
    )


def keep_an_inbox(person: Person, *, blocking: Person, now: datetime) -> None:
    """Let somebody make a label and a quick response, and take no messages from somebody else."""
    create_label(person_id=person.pk, name="Regulars", now=now)
    create_quick_response(
        person_id=person.pk, title="Greeting", text="Hello {name}, thank you for asking about {gig}!", now=now
    )
    block_person(by_id=person.pk, blocked_id=blocking.pk, now=now)


def make_person(name: str, *, now: datetime, confirmed: bool = True) -> Person:
    """Let somebody join who accepts the present terms."""
    address = f"{name.lower().replace(' ', '.')}@mail.example"
    person = join(
        name=name,
        email=address,
        password=PASSWORD,
        terms_number=present_terms().number,
        now=now,
        time_zone="Europe/Madrid",
    )
    if confirmed:
        confirm_address(person_id=person.pk, now=now)
    return person


def make_gig(seller: Person, words: GigWords, *, now: datetime) -> Gig:
    """Let a seller publish a gig."""
    gig = create_gig(seller_id=seller.pk, words=words, now=now)
    return publish_gig(public_id=gig.public_id, seller_id=seller.pk, now=now)


def give_credits(person: Person, amount_minor: int, *, by: Person, now: datetime) -> None:
    """Let the operator grant credits."""
    grant_credits(
        by_id=by.pk,
        email=person.email,
        amount_minor=amount_minor,
        reason="Paid by bank transfer",
        key=uuid.uuid4(),
        now=now,
    )


def make_order(gig: Gig, buyer: Person, *, now: datetime) -> Order:
    """Let a buyer order a gig at its present price."""
    return place_order(
        gig_public_id=gig.public_id,
        buyer_id=buyer.pk,
        seen_price_minor=gig.price_minor,
        key=uuid.uuid4(),
        now=now,
    )


def say(order: Order, person: Person, text: str, *, now: datetime) -> int:
    """Let somebody write on an order page; return the entry's number."""
    return post_message(record_id=order.record_id, author_id=person.pk, text=text, key=uuid.uuid4(), now=now)


def send_file(talk: Conversation | Order, person: Person, name: str, content: bytes, *, now: datetime) -> int:
    """Let somebody send a file in an inbox talk or on an order page; return the entry's number."""
    return post_file(
        record_id=talk.record_id,
        author_id=person.pk,
        name=name,
        content=ContentFile(content),
        key=uuid.uuid4(),
        now=now,
    )


def open_session(order: Order, by: Person, *, now: datetime) -> ChatSession:
    """Let a side of an order press start, as the first one."""
    return press_start(order_id=order.public_id, by_id=by.pk, now=now)


def make_an_offer(world: World) -> Offer:
    """Let the seller make an offer to the one who asked, an hour after the world was made."""
    return make_offer(
        conversation_id=world.conversation.public_id,
        gig_id=world.gig.public_id,
        by_id=world.seller.pk,
        typed=OFFER_TERMS,
        key=uuid.uuid4(),
        now=world.now + timedelta(hours=1),
    )


def make_video_order(world: World, *, buyer: Person | None = None) -> Order:
    """Let the seller publish a video gig and somebody, else the buyer, order it; the same one each time."""
    ordered = Order.objects.filter(gig__kind=VIDEO_SESSION, gig__seller=world.seller).first()
    if ordered is not None:
        return ordered
    gig = make_gig(world.seller, VIDEO_WORDS, now=world.now)
    return make_order(gig, buyer or world.buyer, now=world.now + timedelta(minutes=20))


def make_call(world: World, *, buyer: Person | None = None) -> ChatSession:
    """Let the seller start a video call in the video order; the buyer has not joined."""
    order = make_video_order(world, buyer=buyer)
    now = world.now + timedelta(minutes=21)
    return start_call(order_id=order.public_id, by_id=world.seller.pk, everywhere=False, now=now)


def ask_support(order: Order, person: Person, *, now: datetime) -> Case:
    """Let a side of an order ask support about it."""
    return open_case(
        order_id=order.public_id,
        by_id=person.pk,
        words="The loop still never ends, and nobody answers me any more.",
        wanted="refund",
        key=uuid.uuid4(),
        now=now,
    )


def register(owner: Person, *, now: datetime, name: str = "Blue Kettle Bakeries") -> Organisation:
    """Let somebody register an organisation, which waits for staff; the number follows from the name."""
    return register_organisation(
        by_id=owner.pk,
        words=OrganisationWords(
            name, "ES", f"B-{sum(map(ord, name))}", "Three bakeries that bake before dawn."
        ),
        key=uuid.uuid4(),
        now=now,
    )


def ask_question(person: Person, *, order: Order | None = None, now: datetime) -> Ticket:
    """Let somebody ask support a question, if wished about an order of theirs."""
    return open_ticket(
        by_id=person.pk,
        subject="Where is my statement?",
        words="I looked for it on every page and found nothing.",
        order_id=order.public_id if order else "",
        key=uuid.uuid4(),
        now=now,
    )


def make_organisation(
    owner: Person, *, by: Person, now: datetime, name: str = "Blue Kettle Bakeries"
) -> Organisation:
    """Let somebody register an organisation and staff confirm it."""
    made = register(owner, now=now, name=name)
    return confirm_organisation(
        organisation_id=made.public_id, by_id=by.pk, seen_version=made.version, now=now
    )


def invite(organisation: Organisation, owner: Person, email: str, *, now: datetime) -> str:
    """Let an owner invite an address; return the token of the mailed link."""
    invite_member(organisation_id=organisation.public_id, by_id=owner.pk, email=email, now=now)
    return mailed_token(email)


def mailed_token(email: str) -> str:
    """Return the token of the newest invitation that was mailed to an address."""
    mails = Mail.objects.filter(to=email.lower(), text__contains="/invitations/").order_by("-id")
    return mails[0].text.split("/invitations/")[1].split("/")[0]


def let_join(organisation: Organisation, person: Person, *, owner: Person, now: datetime) -> Membership:
    """Let an owner invite somebody who accepts."""
    token = invite(organisation, owner, person.email, now=now)
    return accept_invitation(token=token, by_id=person.pk, now=now)


def ask_for_exception(gig: Gig, *, order: Order | None = None, now: datetime) -> Ticket:
    """Let a gig's seller ask for an exception, for all its orders unless one is named."""
    return ask_exception(
        gig_id=gig.public_id,
        by_id=gig.seller_id,
        kinds=["email", "phone"],
        words="Coaching goes on between our talks, by phone and by letters.",
        order_id=order.public_id if order else "",
        key=uuid.uuid4(),
        now=now,
    )


def grant(ticket: Ticket, *, by: Person, now: datetime) -> Ticket:
    """Let staff grant everything that was asked for, for thirty days."""
    return grant_exception(
        ticket_id=ticket.public_id,
        by_id=by.pk,
        kinds=ticket.kinds,
        reason="Coaching needs a way to call each other.",
        expires_at=now + timedelta(days=30),
        order_id=ticket.order.public_id if ticket.order else "",
        now=now,
    )


def hand_over(order: Order, *, now: datetime) -> None:
    """Let the seller deliver an order in words."""
    deliver(
        order_id=order.public_id,
        by_id=order.seller_id,
        text="Here is the loop as it should be, with a note on each line that we changed.",
        key=uuid.uuid4(),
        now=now,
    )


def _reworded_terms() -> str:
    """Return the first terms with one more sentence, so that a second version has changed something."""
    return f"{present_terms().source.rstrip()}\n\nQuestions about these terms are answered within two days.\n"
