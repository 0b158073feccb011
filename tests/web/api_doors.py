"""Who may call what of the HTTP API."""

import uuid
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.community import QUESTION, TITLE
from tests.web.doors import (
    ASKER,
    BOTH_SIDES,
    BUYER,
    EVERYONE,
    NOBODY,
    SELLER,
    SIGNED_IN,
    STAFF,
    Door,
    Made,
    the_blocked_one,
    the_called_order,
    the_case,
    the_community,
    the_completed_order,
    the_conversation,
    the_delivered_order,
    the_draft,
    the_exception,
    the_file,
    the_gig,
    the_invitation,
    the_label,
    the_mailed_link,
    the_member,
    the_offer,
    the_order,
    the_order_and_session,
    the_organisation,
    the_payment,
    the_post,
    the_request,
    the_response,
    the_ticket,
    the_transcript,
    the_upload,
    the_video_order,
    the_waiting_organisation,
)
from tests.world import GIG_WORDS, World

CALLED = "Programs call it."


def call(name: str, who: frozenset[str], arguments: Made, method: str, body: Made | None = None) -> Door:
    """Return the door of a call that writes."""
    return Door(f"api:{name}", who, arguments, method=method, why=CALLED, body=body)


def nothing(world: World) -> dict[str, Any]:
    """Return no arguments."""
    return {}


def gig_words(world: World) -> dict[str, Any]:
    """Return what a gig is made of."""
    words = GIG_WORDS
    return {
        "category": words.category,
        "title": words.title,
        "text": words.text,
        "price_minor": words.price_minor,
        "minutes": words.minutes,
    }


def message(world: World) -> dict[str, Any]:
    """Return a message, or a delivery's words."""
    return {"t": "Good morning", "k": str(uuid.uuid4())}


def file_to_send(world: World) -> dict[str, Any]:
    """Return a small file with its client key, as a form brings them."""
    return {"file": SimpleUploadedFile("notes.txt", b"Three lines of notes."), "k": str(uuid.uuid4())}


def typed_words(world: World) -> dict[str, Any]:
    """Return words that are not sent."""
    return {"t": "Good morning"}


def report(world: World) -> dict[str, Any]:
    """Return a report about a whole talk."""
    return {"reason": "spam"}


def response_words(world: World) -> dict[str, Any]:
    """Return what a quick response is made of."""
    return {"title": "Thanks", "text": "Thank you, {name}!"}


def offer_terms(world: World) -> dict[str, Any]:
    """Return what an offer is made of."""
    return {
        "gig": world.gig.public_id,
        "scope": "We rewrite both loops together.",
        "price_minor": 6_000,
        "minutes": 90,
        "key": str(uuid.uuid4()),
    }


def case_words(world: World) -> dict[str, Any]:
    """Return what somebody asks support."""
    return {"words": "The work is half done.", "wanted": "split", "key": str(uuid.uuid4())}


def organisation_words(world: World) -> dict[str, Any]:
    """Return what an organisation says of itself."""
    return {
        "name": "Green Lamp Studio",
        "country": "PT",
        "registration": "509 000 111",
        "about": "We light small stages and the people on them.",
    }


def question(world: World) -> dict[str, Any]:
    """Return a question to support."""
    return {"subject": "A question", "words": "Where do I find my statement?", "key": str(uuid.uuid4())}


def exception_request(world: World) -> dict[str, Any]:
    """Return what a seller asks for."""
    return {"kinds": ["phone"], "words": "Coaching needs a telephone.", "key": str(uuid.uuid4())}


def exception(world: World) -> dict[str, Any]:
    """Return what staff grant."""
    until = world.now + timedelta(days=9)
    return {"kinds": ["phone"], "reason": "Coaching needs it.", "expires_at": until.isoformat()}


def note(world: World) -> dict[str, Any]:
    """Return words on a ticket."""
    return {"words": "It stands under “Money”.", "key": str(uuid.uuid4())}


def because(world: World) -> dict[str, Any]:
    """Return a reason."""
    return {"reason": "The work goes without it."}


READS = [
    Door("api:me", SIGNED_IN, why=CALLED),
    Door("api:money", SIGNED_IN, why=CALLED),
    Door("api:list_payments", SIGNED_IN, why=CALLED),
    Door("api:show_payment", BUYER, the_payment, why=CALLED),
    Door("api:list_waiting_payments", STAFF, why=CALLED),
    Door("api:reconciliation", STAFF, why=CALLED),
    Door("api:list_gigs", SIGNED_IN, why=CALLED),
    Door("api:show_gig", SIGNED_IN, the_gig, why=CALLED),
    Door("api:show_call", BOTH_SIDES, the_order, why=CALLED),
    Door("api:show_connection", BOTH_SIDES, the_called_order, why=CALLED),
    call("ask_for_video", BOTH_SIDES, the_video_order, "post"),
    call("start_call", BOTH_SIDES, the_video_order, "post", lambda world: {"joins": ""}),
    call("withdraw_call", BOTH_SIDES, the_video_order, "post", lambda world: {"session": "nothing"}),
    call("end_call", BOTH_SIDES, the_video_order, "post", lambda world: {"session": "nothing"}),
    Door("api:list_orders", SIGNED_IN, why=CALLED),
    Door("api:list_conversations", SIGNED_IN, why=CALLED),
    Door("api:conversation_since", SELLER | ASKER, the_conversation, why=CALLED),
    Door("api:search_conversations", SIGNED_IN, why=CALLED),
    Door("api:search_conversation", SELLER | ASKER, the_conversation, why=CALLED),
    Door("api:search_order", BOTH_SIDES, the_order, why=CALLED),
    Door("api:show_conversation", SELLER | ASKER, the_conversation, why=CALLED),
    Door("api:conversation_draft", SELLER | ASKER, the_conversation, why=CALLED),
    Door("api:list_labels", SIGNED_IN, why=CALLED),
    Door("api:list_blocks", SIGNED_IN, why=CALLED),
    Door("api:list_quick_responses", SIGNED_IN, why=CALLED),
    Door("api:list_cases", SIGNED_IN, why=CALLED),
    Door("api:list_staff_cases", STAFF, why=CALLED),
    Door("api:list_offers", SELLER | ASKER, the_conversation, why=CALLED),
    Door("api:show_offer", SELLER | ASKER, the_offer, why=CALLED),
    Door("api:order_draft", BOTH_SIDES, the_order, why=CALLED),
    Door("api:show_order", BOTH_SIDES, the_order, why=CALLED),
    Door("api:entries_since", BOTH_SIDES, the_order, why=CALLED),
    Door("api:bundle", BOTH_SIDES, the_order, why=CALLED),
    Door("api:transcript", BOTH_SIDES, the_transcript, why=CALLED),
    Door("api:list_sessions", BOTH_SIDES, the_order, why=CALLED),
    Door("api:show_session", BOTH_SIDES, the_order_and_session, why=CALLED),
    Door("api:show_file", SELLER | ASKER, the_file, why=CALLED),
    Door("api:head_file", SELLER | ASKER, the_file, method="head", why=CALLED),
    Door("api:show_upload", ASKER, the_upload, why=CALLED),
    Door("api:list_uploads_in_order", BOTH_SIDES, the_order, why=CALLED),
    Door("api:list_uploads_in_conversation", SELLER | ASKER, the_conversation, why=CALLED),
    Door("api:openapi-json", EVERYONE),
    Door("api:api-root", NOBODY, why="There is nothing at the root."),
]
WRITES = [
    call("edit_person", SIGNED_IN, nothing, "put", lambda world: {"name": "Else", "time_zone": "UTC"}),
    call("accept_terms", SIGNED_IN, nothing, "post", lambda world: {"number": 2}),
    call("create_token", SIGNED_IN, nothing, "post", lambda world: {"name": "A script"}),
    call("revoke_token", SELLER, lambda world: {"token_id": world.token.public_id}, "delete"),
    call("publish_terms", STAFF, nothing, "post", lambda world: {"source": "## One {#one}", "based_on": 2}),
    call("change_hall", STAFF, nothing, "put", lambda world: {"name": "Another", "accent_hue": 9}),
    call("press_start", BOTH_SIDES, the_order, "post", lambda world: {}),
    call("withdraw_start", BOTH_SIDES, the_order_and_session, "post"),
    call("pause_session", BOTH_SIDES, the_order_and_session, "post"),
    call("resume_session", BOTH_SIDES, the_order_and_session, "post"),
    call("end_session", BOTH_SIDES, the_order_and_session, "post"),
    call("create_gig", SIGNED_IN, nothing, "post", gig_words),
    call("edit_gig", SELLER, the_gig, "put", gig_words),
    call("publish_gig", SELLER, the_draft, "post"),
    call(
        "place_order",
        SIGNED_IN,
        nothing,
        "post",
        lambda world: {
            "gig": world.gig.public_id,
            "seen_price_minor": world.gig.price_minor,
            "key": str(uuid.uuid4()),
        },
    ),
    call("post", BOTH_SIDES, the_order, "post", message),
    call("ask", SIGNED_IN, the_gig, "post", message),
    call("say_in_conversation", SELLER | ASKER, the_conversation, "post", message),
    Door(
        "api:send_in_conversation",
        SELLER | ASKER,
        the_conversation,
        method="post",
        why=CALLED,
        body=file_to_send,
    ),
    Door("api:send_in_order", BOTH_SIDES, the_order, method="post", why=CALLED, body=file_to_send),
    call("upload_in_order", BOTH_SIDES, the_order, "post"),
    call("upload_in_conversation", SELLER | ASKER, the_conversation, "post"),
    call("go_on_with_upload", ASKER, the_upload, "patch"),
    call("check_in_conversation", SELLER | ASKER, the_conversation, "post", typed_words),
    call("save_conversation_draft", SELLER | ASKER, the_conversation, "put", typed_words),
    call("report_conversation", SELLER | ASKER, the_conversation, "post", report),
    call("star", SELLER | ASKER, the_conversation, "put"),
    call("unstar", SELLER | ASKER, the_conversation, "delete"),
    call("archive", SELLER | ASKER, the_conversation, "put", lambda world: {}),
    call("unarchive", SELLER | ASKER, the_conversation, "delete"),
    call("put_labels", SELLER | ASKER, the_conversation, "put", lambda world: {"labels": []}),
    call("block", SELLER | ASKER, the_conversation, "put"),
    call("unblock", SELLER | ASKER, the_conversation, "delete"),
    call("create_label", SIGNED_IN, nothing, "post", lambda world: {"name": "Later"}),
    call("rename_label", SELLER, the_label, "put", lambda world: {"name": "Later"}),
    call("delete_label", SELLER, the_label, "delete"),
    call("unblock_person", SELLER, the_blocked_one, "delete"),
    call("create_quick_response", SIGNED_IN, nothing, "post", response_words),
    call("edit_quick_response", SELLER, the_response, "put", response_words),
    call("delete_quick_response", SELLER, the_response, "delete"),
    call("check", BOTH_SIDES, the_order, "post", typed_words),
    call("mark_order_read", BOTH_SIDES, the_order, "post", lambda world: {"number": 1}),
    call("save_order_draft", BOTH_SIDES, the_order, "put", typed_words),
    call("report_order", BOTH_SIDES, the_order, "post", report),
    call("mark_read", SELLER | ASKER, the_conversation, "post", lambda world: {"number": 1}),
    call("deliver", BOTH_SIDES, the_order, "post", message),
    call("accept", BOTH_SIDES, the_delivered_order, "post"),
    call(
        "answer_requirements",
        BOTH_SIDES,
        the_order,
        "post",
        lambda world: {"k": str(uuid.uuid4()), "answers": []},
    ),
    call("request_revision", BOTH_SIDES, the_delivered_order, "post", message),
    call("extend_review", BOTH_SIDES, the_delivered_order, "post"),
    call("cancel", BOTH_SIDES, the_order, "post"),
    call("open_request", BOTH_SIDES, the_order, "post", lambda world: message(world) | {"kind": "cancel"}),
    call(
        "answer_request",
        BOTH_SIDES,
        lambda world: {"order_id": world.order.public_id, "request_id": "none"},
        "post",
        lambda world: {"answer": "accepted"},
    ),
    # Whoever of the two sells what they name; here that is the seller.
    call("make_offer", SELLER, the_conversation, "post", offer_terms),
    call(
        "accept_offer",
        SELLER | ASKER,
        the_offer,
        "post",
        lambda world: {"seen_price_minor": 6_000, "key": str(uuid.uuid4())},
    ),
    call("decline_offer", SELLER | ASKER, the_offer, "post"),
    call("withdraw_offer", SELLER | ASKER, the_offer, "post"),
    call("open_case", BOTH_SIDES, the_order, "post", case_words),
    call(
        "decide_case",
        STAFF,
        the_case,
        "post",
        lambda world: {"refund_percent": 50, "reason": "Half of the work is there."},
    ),
    call("take_demo_credits", SIGNED_IN, nothing, "post", lambda world: {"key": str(uuid.uuid4())}),
    call(
        "announce_payment",
        SIGNED_IN,
        nothing,
        "post",
        lambda world: {"amount_minor": 2_000, "key": str(uuid.uuid4())},
    ),
    call("withdraw_payment", BUYER, the_payment, "post"),
    call("confirm_payment", STAFF, the_payment, "post"),
    call("decline_payment", STAFF, the_payment, "post", lambda world: {"reason": "Nothing arrived"}),
    call("write_bank_words", STAFF, nothing, "put", lambda world: {"text": "To the hall's account."}),
    call(
        "grant_credits",
        STAFF,
        nothing,
        "post",
        lambda world: {
            "email": world.buyer.email,
            "amount_minor": 100,
            "reason": "A good reason",
            "key": str(uuid.uuid4()),
        },
    ),
]
FEEDBACK = [
    Door("api:list_feedback", BOTH_SIDES, the_completed_order, why=CALLED),
    call(
        "give_feedback",
        BOTH_SIDES,
        the_completed_order,
        "post",
        lambda world: {"stars": [5, 5, 5], "text": "It went well."},
    ),
    call(
        "reply",
        NOBODY,
        lambda world: {"feedback_id": "nothing"},
        "post",
        lambda world: {"text": "Thank you."},
    ),
]
ORGANISATIONS = [
    Door("api:list_organisations", SIGNED_IN, why=CALLED),
    Door("api:show_organisation", SELLER | ASKER, the_organisation, why=CALLED),
    Door("api:list_staff_organisations", STAFF, why=CALLED),
    call(
        "register_organisation",
        SIGNED_IN,
        nothing,
        "post",
        lambda world: organisation_words(world) | {"key": str(uuid.uuid4())},
    ),
    call("correct_organisation", SELLER | ASKER, the_organisation, "put", organisation_words),
    call("leave_organisation", SELLER | ASKER, the_organisation, "delete"),
    call("remove_member", SELLER | ASKER, the_member, "delete"),
    call("make_owner", SELLER | ASKER, the_member, "put"),
    call(
        "hand_over",
        SELLER | ASKER,
        the_organisation,
        "post",
        lambda world: {"person": world.seller.public_id},
    ),
    call(
        "invite_member",
        SELLER | ASKER,
        the_organisation,
        "post",
        lambda world: {"email": "somebody@mail.example"},
    ),
    call("withdraw_invitation", SELLER | ASKER, the_invitation, "delete"),
    # Whoever holds the token may try it; it works for the address to which it was sent.
    call("accept_invitation", SIGNED_IN, nothing, "post", the_mailed_link),
    call(
        "confirm_organisation",
        STAFF,
        the_waiting_organisation,
        "post",
        lambda world: {"seen_version": 1},
    ),
    call(
        "decline_organisation",
        STAFF,
        the_waiting_organisation,
        "post",
        lambda world: {"seen_version": 1, "reason": "The register does not know it."},
    ),
]


def the_topic_id(world: World) -> dict[str, Any]:
    """Return the question of the community."""
    return {"topic_id": the_community(world).topic_id}


def reason(world: World) -> dict[str, Any]:
    """Return why staff do something."""
    return {"reason": "A good reason"}


# Every member may knock; whose posts they may change or choose is said by the rules.
COMMUNITY = [
    Door("api:list_topics", SIGNED_IN, why=CALLED),
    Door("api:show_topic", SIGNED_IN, the_topic_id, why=CALLED),
    Door("api:list_versions", SIGNED_IN, the_post, why=CALLED),
    Door("api:show_quotation", SIGNED_IN, the_post, why=CALLED),
    Door("api:list_reactions", SIGNED_IN, the_post, why=CALLED),
    call(
        "ask_community",
        SIGNED_IN,
        nothing,
        "post",
        lambda world: {"title": TITLE, "text": QUESTION, "key": str(uuid.uuid4())},
    ),
    call(
        "answer_topic",
        SIGNED_IN,
        the_topic_id,
        "post",
        lambda world: {"text": "On the order page.", "key": str(uuid.uuid4())},
    ),
    call("choose_best", SIGNED_IN, the_topic_id, "put", lambda world: {"post": None}),
    call("edit_post", SIGNED_IN, the_post, "put", lambda world: {"text": "Only there.", "seen": 0}),
    call("remove_post", SIGNED_IN, the_post, "delete"),
    call("cast_vote", SIGNED_IN, the_post, "put", lambda world: {"value": 1}),
    call("react", SIGNED_IN, the_post, "put", lambda world: {"kind": "like"}),
    call("report_post", SIGNED_IN, the_post, "post", report),
    call("recommend_post", STAFF, the_post, "put", reason),
    call("end_recommendation", STAFF, the_post, "delete"),
    call("hide_post", STAFF, the_post, "put", reason),
    call("show_post", STAFF, the_post, "delete"),
]
TICKETS = [
    Door("api:list_tickets", SIGNED_IN, why=CALLED),
    Door("api:show_ticket", BUYER, the_ticket, why=CALLED),
    Door("api:list_staff_tickets", STAFF, why=CALLED),
    Door("api:show_staff_ticket", STAFF, the_ticket, why=CALLED),
    Door("api:list_exceptions", STAFF, why=CALLED),
    call("open_ticket", SIGNED_IN, nothing, "post", question),
    call("write_on_ticket", BUYER, the_ticket, "post", note),
    call("close_ticket", BUYER, the_ticket, "post"),
    call("ask_exception", SELLER, the_gig, "post", exception_request),
    call("answer_ticket", STAFF, the_ticket, "post", note),
    call("add_note", STAFF, the_ticket, "post", note),
    call("assign_ticket", STAFF, the_ticket, "put", lambda world: {"to": None, "seen": None}),
    call("grant_exception", STAFF, the_request, "post", exception),
    call("decline_exception", STAFF, the_request, "post", because),
    call("revoke_exception", STAFF, the_exception, "post", because),
]
API_CALLS = [*ORGANISATIONS, *COMMUNITY, *TICKETS, *FEEDBACK, *READS, *WRITES]
