"""Who may see what: one line for each named address of the hall.

An address without a line fails the tests. ``who`` are those whom the address lets in; everybody else must
be refused there. ``linked`` are those whom some page must lead there (the same people, unless a line says
otherwise); where that is nobody, ``why`` says how one gets there.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from gighall.base import clock
from gighall.domain.chat_sessions.models import ChatSession
from gighall.domain.conversations.actions import begin_upload
from gighall.domain.conversations.queries import labels_of, quick_responses_of
from gighall.domain.desk.models import Case, Ticket
from gighall.domain.files.models import StoredFile
from gighall.domain.forum.models import Post
from gighall.domain.orders.models import Order
from gighall.domain.organisations.models import Invitation, Organisation
from gighall.domain.organisations.states import CONFIRMED, WAITING
from gighall.web.forum.addresses import topic_address
from tests.community import Community, make_community
from tests.held import hold_session
from tests.world import (
    World,
    ask_for_exception,
    ask_question,
    ask_support,
    grant,
    invite,
    let_join,
    make_an_offer,
    make_call,
    make_order,
    make_organisation,
    make_video_order,
    open_session,
    register,
    send_file,
)

UPLOAD_KEY = uuid.UUID(int=7)
MEMBERS = ("guest", "newcomer", "outsider", "buyer", "seller", "operator")
EVERYONE = frozenset(MEMBERS)
GUEST = frozenset({"guest"})
SIGNED_IN = EVERYONE - GUEST
BUYER = frozenset({"buyer"})
SELLER = frozenset({"seller"})
BOTH_SIDES = BUYER | SELLER
STAFF = frozenset({"operator"})
# Has asked the seller something before an order.
ASKER = frozenset({"outsider"})
# Has answered in the community just now; and all who have.
AUTHOR = frozenset({"outsider"})
AUTHORS = AUTHOR | SELLER
NOBODY: frozenset[str] = frozenset()

Made = Callable[[World], dict[str, Any]]


def nothing(world: World) -> dict[str, Any]:
    """Return the arguments of an address that has none."""
    return {}


@dataclass(frozen=True)
class Door:
    """A named address: whom it lets in, how it is asked, and with what in the tests' world."""

    name: str
    who: frozenset[str]
    arguments: Made = nothing
    method: str = "get"
    # What somebody who is let in is answered: 302 where a page asks for the password once more.
    answers: tuple[int, ...] = (200,)
    linked: frozenset[str] | None = None
    why: str = ""
    # The JSON that an API call needs before it looks at who calls.
    body: Made | None = None

    @property
    def leads(self) -> frozenset[str]:
        """Return those whom a page must lead here."""
        if self.why:
            return NOBODY
        return self.who if self.linked is None else self.linked


def the_gig(world: World) -> dict[str, Any]:
    """Return the seller's published gig."""
    return {"gig_id": world.gig.public_id}


def the_draft(world: World) -> dict[str, Any]:
    """Return the seller's draft."""
    return {"gig_id": world.draft.public_id}


def the_order(world: World) -> dict[str, Any]:
    """Return the order in progress between buyer and seller."""
    return {"order_id": world.order.public_id}


def the_delivered_order(world: World) -> dict[str, Any]:
    """Return the order that waits for the buyer's word."""
    return {"order_id": world.delivered.public_id}


def the_completed_order(world: World) -> dict[str, Any]:
    """Return the order that has ended."""
    return {"order_id": world.completed.public_id}


def the_order_and_session(world: World) -> dict[str, Any]:
    """Return an order of theirs in which the buyer has opened a session; nobody has asked support about it."""
    session = ChatSession.objects.select_related("order").first()
    if session is None:
        order = make_order(world.gig, world.buyer, now=world.now)
        session = open_session(order, world.buyer, now=world.now)
    return {"order_id": session.order.public_id, "session_id": session.public_id}


def the_seller(world: World) -> dict[str, Any]:
    """Return the seller, as everybody may look at them."""
    return {"person_id": world.seller.public_id}


def no_feedback(world: World) -> dict[str, Any]:
    """Return feedback of the ended order that nobody has given."""
    return {"order_id": world.completed.public_id, "feedback_id": "nothing"}


def the_case(world: World) -> dict[str, Any]:
    """Return the case about the order in progress; the buyer asks support when nobody has."""
    case = world.order.cases.first() or ask_support(world.order, world.buyer, now=world.now)
    return {"case_id": case.public_id}


def the_file_of_the_case(world: World) -> dict[str, Any]:
    """Return a file of the order that support looks at."""
    file = StoredFile.objects.filter(place_id=world.order.record_id).first()
    if file is None:
        send_file(world.order, world.buyer, "my loop.py", b"while True:\n    pass\n", now=world.now)
        file = StoredFile.objects.get(place_id=world.order.record_id)
    return the_case(world) | {"file_id": file.public_id}


def the_ticket(world: World) -> dict[str, Any]:
    """Return the buyer's question to support; they ask when they have not."""
    ticket = Ticket.objects.filter(by=world.buyer).first() or ask_question(world.buyer, now=world.now)
    return {"ticket_id": ticket.public_id}


def the_request(world: World) -> dict[str, Any]:
    """Return the seller's request for an exception; they ask when they have not."""
    asked = Ticket.objects.filter(gig=world.gig, closed_at=None).first()
    ticket = asked or ask_for_exception(world.gig, now=world.now)
    return {"ticket_id": ticket.public_id}


def the_exception(world: World) -> dict[str, Any]:
    """Return an exception for the seller's gig; staff grant it when there is none."""
    granted = Ticket.objects.exclude(waiver=None).select_related("waiver").first()
    if granted is None:
        asked = Ticket.objects.get(public_id=the_request(world)["ticket_id"])
        granted = grant(asked, by=world.operator, now=world.now)
    assert granted.waiver is not None
    return {"waiver_id": granted.waiver.public_id}


def the_transcript(world: World) -> dict[str, Any]:
    """Return the transcript of a session that was held in a further order of buyer and seller."""
    session = ChatSession.objects.filter(ended_at__isnull=False).select_related("order").first()
    if session is None:
        now = clock.now()
        session = hold_session(make_order(world.gig, world.buyer, now=now), at=now)
    return {"order_id": session.order.public_id, "session_id": session.public_id, "form": "md"}


def the_transcript_of_a_case(world: World) -> dict[str, Any]:
    """Return the same transcript as support finds it when one side has asked about its order."""
    named = the_transcript(world)
    order = Order.objects.get(public_id=named.pop("order_id"))
    case = Case.objects.filter(order=order).first() or ask_support(order, world.buyer, now=clock.now())
    return {"case_id": case.public_id, **named}


def the_conversation(world: World) -> dict[str, Any]:
    """Return the inbox talk of the outsider and the seller."""
    return {"conversation_id": world.conversation.public_id}


def the_offer(world: World) -> dict[str, Any]:
    """Return an offer of the seller in that talk; they make one when there is none."""
    offer = world.conversation.record.offers.first() or make_an_offer(world)
    return {"offer_id": offer.public_id}


def the_file(world: World) -> dict[str, Any]:
    """Return the file that the outsider sent the seller in their inbox talk."""
    return {"file_id": world.file_id}


def the_label(world: World) -> dict[str, Any]:
    """Return the seller's label."""
    return {"label_id": labels_of(world.seller.pk)[0].public_id}


def the_response(world: World) -> dict[str, Any]:
    """Return the seller's quick response."""
    return {"response_id": quick_responses_of(world.seller.pk)[0].public_id}


def the_blocked_one(world: World) -> dict[str, Any]:
    """Return whom the seller blocks."""
    return {"person_id": world.newcomer.public_id}


def the_payment(world: World) -> dict[str, Any]:
    """Return the payment that the buyer announced."""
    return {"payment_id": world.payment.public_id}


def the_organisation(world: World) -> dict[str, Any]:
    """Return the outsider's confirmed organisation; they register it when they have none."""
    return {"organisation_id": its_organisation(world).public_id}


def its_organisation(world: World) -> Organisation:
    """Return the outsider's organisation, confirmed, with the seller as a member."""
    made = Organisation.objects.filter(made_by=world.outsider, state=CONFIRMED).first()
    if made is None:
        made = make_organisation(world.outsider, by=world.operator, now=world.now)
        let_join(made, world.seller, owner=world.outsider, now=world.now)
    return made


def the_waiting_organisation(world: World) -> dict[str, Any]:
    """Return an organisation of the outsider that waits for staff."""
    waiting = Organisation.objects.filter(made_by=world.outsider, state=WAITING).first()
    waiting = waiting or register(world.outsider, now=world.now, name="Green Lamp Studio")
    return {"organisation_id": waiting.public_id}


def the_member(world: World) -> dict[str, Any]:
    """Return the seller as a member of the outsider's organisation."""
    return the_organisation(world) | {"person_id": world.seller.public_id}


def the_invitation(world: World) -> dict[str, Any]:
    """Return an invitation of somebody who has not joined."""
    made = its_organisation(world)
    invite(made, world.outsider, "somebody@mail.example", now=world.now)
    newest = Invitation.objects.filter(organisation=made).latest("id")
    return {"organisation_id": made.public_id, "invitation_id": newest.public_id}


def the_mailed_link(world: World) -> dict[str, Any]:
    """Return the mailed link of an invitation of the buyer."""
    return {"token": invite(its_organisation(world), world.outsider, world.buyer.email, now=world.now)}


def the_community(world: World) -> Community:
    """Return the world's community: the buyer's question, answered by the seller and the outsider."""
    question = Post.objects.filter(is_question=True, author=world.buyer).select_related("topic").first()
    if question is None:
        return make_community(world)
    first, second = Post.objects.filter(topic=question.topic, is_question=False).order_by("pk")[:2]
    return Community(question, first, second)


def the_topic(world: World) -> dict[str, Any]:
    """Return the question's address."""
    return {"topic": topic_address(the_community(world).question.topic).strip("/").rpartition("/")[2]}


def the_post(world: World) -> dict[str, Any]:
    """Return the outsider's answer."""
    return {"post_id": the_community(world).second.public_id}


def the_mail(world: World) -> dict[str, Any]:
    """Return the mail about the first order."""
    return {"mail_id": world.mail.pk}


def the_video_order(world: World) -> dict[str, Any]:
    """Return an order of a video gig between buyer and seller; they make one when there is none."""
    return {"order_id": make_video_order(world).public_id}


def the_called_order(world: World) -> dict[str, Any]:
    """Return that order while a call is open in it."""
    return {"order_id": make_call(world).order.public_id}


def the_upload(world: World) -> dict[str, Any]:
    """Return a file that the outsider has begun to send the seller."""
    upload = begin_upload(
        record_id=world.conversation.record_id,
        person_id=world.outsider.pk,
        name="film.mov",
        size=1_000,
        fingerprint="",
        key=UPLOAD_KEY,
        now=clock.now(),
    )
    return {"upload_id": upload.public_id}


FILES_COME = "The composer sends files and the timeline shows them."
CALLS_COME = "It stands on the page of a video call, which the order of this world has not."
SHARED = [
    Door("home:front", EVERYONE),
    Door("home:health", EVERYONE, why="The supervisor and an operator's monitor ask for it."),
    Door("shared:offline", EVERYONE, why="The service worker shows it."),
    Door("shared:service_worker", EVERYONE, why="The pages' script registers it."),
    Door("shared:favicon", EVERYONE, answers=(302,), why="Browsers look there when a page names no icon."),
    Door("shared:manifest", EVERYONE, why="Browsers read its address in the head of a page."),
    Door("shared:hall_css", EVERYONE, why="A style sheet in the head of a page."),
    Door("setup:first_run", NOBODY, why="The hall is set up; before that every address leads here."),
    Door("setup:open", STAFF, why="The first-run page leads here, once."),
    Door("contact", EVERYONE),
    Door("terms:present", EVERYONE),
    Door("terms:version", EVERYONE, lambda world: {"number": 1}),
    Door("terms:changes", EVERYONE, lambda world: {"number": 2}),
]
GALLERY_WHY = "It is for those who build the hall: docs/development.md names it."
GALLERY = [
    Door("gallery:home", EVERYONE, why=GALLERY_WHY),
    Door("gallery:right_to_left", EVERYONE, why=GALLERY_WHY),
    Door("gallery:error", EVERYONE, lambda world: {"name": "404"}, why=GALLERY_WHY),
    Door("gallery:mail", EVERYONE, why=GALLERY_WHY),
]
DEMO = [
    Door("dev:people", EVERYONE),
    Door("dev:clock", EVERYONE, method="post"),
    Door("dev:mails", EVERYONE),
    Door("dev:mail", EVERYONE, the_mail),
    Door("dev:mail_html", EVERYONE, the_mail),
]
GIGS = [
    Door("gigs:show", EVERYONE, the_gig),
    Door("gigs:order", SIGNED_IN - SELLER, the_gig),
    # Who has asked before is led on to the conversation.
    Door("gigs:question", SIGNED_IN - SELLER, the_gig, answers=(200, 302)),
    Door("gigs:mine", SIGNED_IN),
    Door("gigs:new", SIGNED_IN),
    Door("gigs:edit", SELLER, the_gig),
    Door("gigs:publish", SELLER, the_draft, method="post"),
]
DRAFTS_COME = "The composer's script keeps there what is being written."
INBOX = [
    Door("inbox:index", SIGNED_IN),
    Door("inbox:show", SELLER | ASKER, the_conversation),
    Door("inbox:timeline", SELLER | ASKER, the_conversation),
    Door("inbox:calls", SELLER | ASKER, the_conversation, why="The open talk fetches it."),
    Door(
        "inbox:reading_mark", SELLER | ASKER, the_conversation, method="post", why="The open page tells it."
    ),
    Door("inbox:search", SIGNED_IN),
    Door("inbox:draft", SELLER | ASKER, the_conversation, method="post", why=DRAFTS_COME),
    Door(
        "inbox:to_order",
        SELLER | ASKER,
        the_conversation,
        method="post",
        why="Offered while an order between the two is open.",
    ),
    Door("inbox:star", SELLER | ASKER, the_conversation, method="post"),
    Door("inbox:archive", SELLER | ASKER, the_conversation, method="post"),
    # Who has made labels may put them on.
    Door("inbox:put_labels", SELLER | ASKER, the_conversation, method="post", linked=SELLER),
    Door("inbox:labels", SIGNED_IN),
    Door("inbox:label_name", SELLER, the_label, method="post"),
    Door("inbox:label_removal", SELLER, the_label, method="post"),
    Door("inbox:block", SELLER | ASKER, the_conversation, method="post"),
    Door(
        "inbox:unblock",
        SELLER | ASKER,
        the_conversation,
        method="post",
        why="Offered to who blocks the other side.",
    ),
    Door("inbox:blocked", SIGNED_IN),
    Door("inbox:blocked_removal", SELLER, the_blocked_one, method="post"),
    Door("inbox:report", SELLER | ASKER, the_conversation),
    Door("inbox:responses", SIGNED_IN),
    Door("inbox:response", SELLER, the_response),
    Door("inbox:response_removal", SELLER, the_response, method="post"),
    Door("inbox:messages", SELLER | ASKER, the_conversation, method="post"),
    Door("inbox:files", SELLER | ASKER, the_conversation, method="post", why=FILES_COME),
    Door("files:show", SELLER | ASKER, the_file, why=FILES_COME),
]
OFFERS_COME = "The talk shows an offer as a card that leads there, and its page has the answers."
OFFERS = [
    # Who has something for sale is led there.
    Door("offers:new", SELLER | ASKER, the_conversation, linked=SELLER),
    Door("offers:show", SELLER | ASKER, the_offer, why=OFFERS_COME),
    Door("offers:acceptance", SELLER | ASKER, the_offer, method="post", why=OFFERS_COME),
    Door("offers:refusal", SELLER | ASKER, the_offer, method="post", why=OFFERS_COME),
    Door("offers:withdrawal", SELLER | ASKER, the_offer, method="post", why=OFFERS_COME),
]
SESSIONS_END = "The delivery leads there when a session has ended."
# Both sides may knock at both verbs; which of them may move the order is said by its rules.
ORDERS = [
    Door("video:show", BOTH_SIDES, the_order),
    Door("video:panel", BOTH_SIDES, the_order, why="The open page of a call fetches it."),
    Door("video:connection", BOTH_SIDES, the_called_order, why="The script of the call asks for it."),
    Door("video:wish", BOTH_SIDES, the_video_order, method="post", why=CALLS_COME),
    Door("video:start", BOTH_SIDES, the_video_order, method="post", why=CALLS_COME),
    Door("video:withdrawal", BOTH_SIDES, the_video_order, method="post", why=CALLS_COME),
    Door("video:end", BOTH_SIDES, the_video_order, method="post", why=CALLS_COME),
    Door("orders:index", SIGNED_IN),
    Door("orders:show", BOTH_SIDES, the_order),
    Door("orders:timeline", BOTH_SIDES, the_order),
    Door("orders:state", BOTH_SIDES, the_order),
    Door("orders:bundle", BOTH_SIDES, the_order),
    Door("orders:transcript", BOTH_SIDES, the_transcript, why=SESSIONS_END),
    Door("orders:files", BOTH_SIDES, the_order, method="post", why=FILES_COME),
    Door("orders:draft", BOTH_SIDES, the_order, method="post", why=DRAFTS_COME),
    Door("orders:report", BOTH_SIDES, the_order),
    Door("orders:reading_mark", BOTH_SIDES, the_order, method="post", why="The open page tells it."),
    Door("orders:messages", BOTH_SIDES, the_order, method="post"),
    Door(
        "orders:answers",
        BOTH_SIDES,
        the_order,
        method="post",
        why="Offered to the buyer while the seller’s questions wait.",
    ),
    Door("orders:deliveries", BOTH_SIDES, the_order, method="post", linked=SELLER),
    Door("orders:acceptance", BOTH_SIDES, the_delivered_order, method="post", linked=BUYER),
    Door("orders:revisions", BOTH_SIDES, the_delivered_order, method="post", linked=BUYER),
    Door("orders:review_extension", BOTH_SIDES, the_delivered_order, method="post", linked=BUYER),
    Door(
        "orders:cancellation",
        BOTH_SIDES,
        the_order,
        method="post",
        why="Offered to the buyer of an order that is very late.",
    ),
    Door("orders:requests", BOTH_SIDES, the_order, method="post"),
    Door(
        "orders:request_answer",
        BOTH_SIDES,
        lambda world: {"order_id": world.order.public_id, "request_id": "none"},
        method="post",
        why="Offered while a request waits for its answer.",
    ),
]
ORGANISATIONS_COME = "The list of one's organisations leads there, and its page has the presses."
LINK_MAILED = "The mailed link leads there."
# Members may knock at every press; what only owners may is said by the rules. Here the seller is a member.
ORGANISATIONS = [
    Door("organisations:index", SIGNED_IN),
    Door("organisations:new", SIGNED_IN),
    Door("organisations:show", SELLER | ASKER, the_organisation, why=ORGANISATIONS_COME),
    Door("organisations:edit", ASKER, the_waiting_organisation, why=ORGANISATIONS_COME),
    Door("organisations:departure", SELLER | ASKER, the_organisation, method="post", why=ORGANISATIONS_COME),
    Door(
        "organisations:invitations", SELLER | ASKER, the_organisation, method="post", why=ORGANISATIONS_COME
    ),
    Door("organisations:withdrawal", SELLER | ASKER, the_invitation, method="post", why=ORGANISATIONS_COME),
    Door("organisations:removal", SELLER | ASKER, the_member, method="post", why=ORGANISATIONS_COME),
    Door("organisations:ownership", SELLER | ASKER, the_member, method="post", why=ORGANISATIONS_COME),
    Door("organisations:handover", SELLER | ASKER, the_member, method="post", why=ORGANISATIONS_COME),
    # Whoever holds the link reads what it is; it works for the address to which it was sent.
    Door("organisations:invitation", EVERYONE, the_mailed_link, why=LINK_MAILED),
    Door("organisations:acceptance", SIGNED_IN, the_mailed_link, method="post", why=LINK_MAILED),
    Door("staff:organisations", STAFF),
    Door("staff:organisation", STAFF, the_waiting_organisation, why=ORGANISATIONS_COME),
    Door(
        "staff:organisation_confirmation",
        STAFF,
        the_waiting_organisation,
        method="post",
        why=ORGANISATIONS_COME,
    ),
    Door(
        "staff:organisation_refusal",
        STAFF,
        the_waiting_organisation,
        method="post",
        why=ORGANISATIONS_COME,
    ),
]
SESSIONS_COME = "The session page offers it while a session is at that point."
SESSIONS = [
    Door("sessions:show", BOTH_SIDES, the_order),
    Door("sessions:state", BOTH_SIDES, the_order, why="The open page fetches it again and again."),
    Door("sessions:messages", BOTH_SIDES, the_order, method="post"),
    Door("sessions:start", BOTH_SIDES, the_order, method="post"),
    Door("sessions:withdrawal", BOTH_SIDES, the_order, method="post", why=SESSIONS_COME),
    Door("sessions:pause", BOTH_SIDES, the_order, method="post", why=SESSIONS_COME),
    Door("sessions:resumption", BOTH_SIDES, the_order, method="post", why=SESSIONS_COME),
    Door("sessions:end", BOTH_SIDES, the_order, method="post", why=SESSIONS_COME),
]
CASES_COME = "The queue leads there while somebody waits, and its page shows the files."
CASES = [
    # Every order page leads there.
    Door("desk:ask", BOTH_SIDES, the_order),
    Door("staff:cases", STAFF),
    Door("staff:case", STAFF, the_case, why=CASES_COME),
    Door("staff:case_file", STAFF, the_file_of_the_case, why=CASES_COME),
    Door("staff:case_transcript", STAFF, the_transcript_of_a_case, why=CASES_COME),
]
TICKETS_COME = "What one has asked is listed under “Support”, and the queue leads staff there."
TICKETS = [
    Door("support:index", SIGNED_IN),
    Door("support:show", BUYER, the_ticket, why=TICKETS_COME),
    Door("support:closing", BUYER, the_ticket, method="post", why=TICKETS_COME),
    Door("support:ask_exception", SELLER, the_gig),
    Door("staff:tickets", STAFF),
    Door("staff:ticket", STAFF, the_ticket, why=TICKETS_COME),
    Door("staff:ticket_notes", STAFF, the_ticket, method="post", why=TICKETS_COME),
    Door("staff:ticket_assignment", STAFF, the_ticket, method="post", why=TICKETS_COME),
    Door("staff:ticket_grant", STAFF, the_request, method="post", why=TICKETS_COME),
    Door("staff:ticket_refusal", STAFF, the_request, method="post", why=TICKETS_COME),
    Door("staff:exceptions", STAFF),
    Door("staff:revocation", STAFF, the_exception, why="The list of exceptions leads there while one runs."),
]
MONEY = [
    Door("money:statement", SIGNED_IN),
    Door("money:demo_credits", SIGNED_IN, method="post"),
    Door("money:payments", SIGNED_IN),
    Door("money:payment", BUYER, the_payment),
    Door("money:withdrawal", BUYER, the_payment, method="post"),
]
STAFF_PAGES = [
    Door("staff:home", STAFF),
    Door("staff:hall", STAFF),
    Door("staff:terms", STAFF),
    Door("staff:new_terms", STAFF),
    Door("staff:credits", STAFF),
    Door("staff:payments", STAFF),
    Door("staff:bank_words", STAFF),
    Door("staff:confirmation", STAFF, the_payment, method="post"),
    Door("staff:refusal", STAFF, the_payment),
    Door("staff:reconciliation", STAFF),
    Door("staff:notes", STAFF),
    Door("staff:reports", STAFF),
]
ACCOUNT = [
    Door("accounts:home", SIGNED_IN),
    Door("accounts:terms", SIGNED_IN, linked=frozenset({"newcomer"})),
    Door("accounts:tokens", SIGNED_IN),
    Door("accounts:revoke_token", SELLER, lambda world: {"public_id": world.token.public_id}, method="post"),
    Door("accounts:end_sign_ins", SIGNED_IN, method="post", why="Shown to who is signed in twice."),
]

FEEDBACK = [
    Door("people:show", EVERYONE, the_seller),
    Door("feedback:give", BOTH_SIDES, the_completed_order),
    Door("feedback:reply", NOBODY, no_feedback, method="post", why="Feedback is answered when it is shown."),
]

OTHERS_WRITE = "Offered below what one has written, or to staff and to who asked."
COMMUNITY = [
    Door("forum:board", EVERYONE),
    Door("forum:topic", EVERYONE, the_topic),
    Door("forum:ask", SIGNED_IN),
    Door("forum:note", STAFF),
    Door("forum:recommend", STAFF),
    Door("forum:post", EVERYONE, the_post, answers=(302,)),
    Door("forum:history", EVERYONE, the_post, why="The line “Edited by” leads there."),
    Door("forum:quotation", EVERYONE, the_post, why="The page's script asks for it."),
    Door("forum:reactions", EVERYONE, the_post, why="The number of likes leads there."),
    Door("forum:answers", EVERYONE, the_topic, method="post"),
    Door("forum:edit", AUTHOR | STAFF, the_post, why=OTHERS_WRITE),
    Door("forum:removal", AUTHORS, the_post, method="post", why=OTHERS_WRITE),
    Door("forum:best", BUYER, the_topic, method="post"),
    Door("forum:vote", SIGNED_IN, the_post, method="post"),
    Door("forum:reaction", SIGNED_IN, the_post, method="post"),
    # Who wrote it is led back to it.
    Door("forum:report", SIGNED_IN, the_post, answers=(200, 302)),
    Door("forum:hiding", STAFF, the_post),
    Door("forum:showing", STAFF, the_post, method="post", why=OTHERS_WRITE),
    Door("forum:recommendation", STAFF, the_post),
    Door("forum:recommendation_end", STAFF, the_post, method="post", why=OTHERS_WRITE),
]

PAGES = [
    *SHARED,
    *GALLERY,
    *DEMO,
    *GIGS,
    *INBOX,
    *OFFERS,
    *ORDERS,
    *SESSIONS,
    *CASES,
    *ORGANISATIONS,
    *TICKETS,
    *FEEDBACK,
    *COMMUNITY,
    *MONEY,
    *STAFF_PAGES,
    *ACCOUNT,
]


def addresses_of_the_hall() -> set[str]:
    """Return the names of all addresses, with their areas."""
    return set(_named(get_resolver().url_patterns, ""))


def _named(patterns: list[Any], area: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{area}{pattern.namespace}:" if pattern.namespace else area
            yield from _named(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{area}{pattern.name}"
