"""The thread that describes this house, in our own words: said in public or asked in an inbox it costs nobody."""

import uuid
from datetime import timedelta

import pytest

from gighall.domain.conversations.actions import post_message
from gighall.domain.policy.models import Verdict
from gighall.domain.policy.queries import judged_in
from gighall.domain.policy.rules import ALLOW, NOTE
from tests.world import World

MILD = (ALLOW, NOTE)
QUESTION = "do I hold the sessions here or off the platform?"
# A newcomer asks; somebody who knows the place answers; the newcomer thanks them. Facts as in the thread.
THREAD = (
    """Help-chat gig: I am confused

Hi everybody, I am new here. I set up a gig for help by text chat; I picked chat and not video. What I do not
understand: when a client books a session with me, do we hold it on the platform or off it? Do I send them to
some messenger of mine, or is there a place for it here? I do not want to break a rule on my first day.""",
    """Welcome! Contacting people off the platform is not allowed. It is against the terms of service, and they
enforce it strictly.

You do not need it either. The platform has its own chat with an inbox. As soon as somebody places an order,
an order page of its own is made for the two of you. There you go on with the conversation, share files when
you need to, deliver, get revision requests and feedback, and if something goes wrong you solve it in the
resolution centre. So that is where you chat with your buyers during an order. The inbox is only for the talk
before one.

Inside of an order a seller can also offer a video chat via Zoom, at least with business clients.

Sharing contact information, or communicating outside, is not allowed. If a specific service needs contact
outside, then contact information and personal details may be shared in the order and nowhere else: an e-mail
address, a phone number, whatever it takes.

In your case: you sell text chat as a service, so you hold the chat inside of the order, on the order page.""",
    """One more thing: there may be exceptions, when a service can only be rendered with outside contact. Confirm
that with customer support before you do it. Coaching may be such a case. And do read the terms of service
that you accepted when you signed up.""",
    """12 minutes ago, the helper said:
> Contacting people off the platform is not allowed. The inbox is only for the talk before an order.

Thank you so much, that clears it up! So the chat is on the order page, nobody needs my number or my e-mail,
and if I ever sell coaching by phone I ask support first.""",
    QUESTION,
    "Where are the sessions held, on this site or outside of it? Is Zoom allowed?",
)


@pytest.mark.parametrize("text", THREAD)
def test_the_thread_itself_is_at_most_noted_in_the_community(text: str) -> None:
    judgement = judged_in("community", text)

    assert judgement.outcome in MILD, [(span.kind, text[span.start : span.end]) for span in judgement.spans]
    assert judgement.hidden_contacts == 0


def test_the_whole_thread_as_one_text_is_at_most_noted_in_every_place() -> None:
    for place in ("community", "inbox", "order", "gig", "profile"):
        assert judged_in(place, "\n\n".join(THREAD)).outcome in MILD


def test_where_sessions_are_held_can_be_asked_in_an_inbox(world: World) -> None:
    key = uuid.uuid4()
    post_message(
        record_id=world.conversation.record_id,
        author_id=world.outsider.pk,
        text=QUESTION,
        key=key,
        now=world.now + timedelta(minutes=1),
    )

    kept = Verdict.objects.filter(client_key=key)
    assert all(verdict.outcome in MILD and verdict.hidden_contacts == 0 for verdict in kept)
    assert judged_in("inbox", QUESTION).outcome in MILD
