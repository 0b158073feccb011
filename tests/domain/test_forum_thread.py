"""The talk about where sessions are held, posted in the community: the guard remarks on nothing of it."""

import pytest

from gighall.domain.policy.queries import judged_in
from gighall.domain.policy.rules import ALLOW, NOTE
from tests.community import put_answer, put_question, quoting
from tests.world import World

TITLE = "Help by chat gig: do I hold the sessions here or off the platform?"
QUESTION = (
    "I am new here. I chose to offer text chat instead of video chat, and I would like to know: are the sessions with"
    " a client held on the platform or off it?"
)
SENTENCES = [
    "Contacting anyone off the platform is not allowed. It is against the terms, and it is enforced strictly.",
    "The platform has a chat with an inbox.",
    (
        "Whenever someone places an order, a separate order page is made. There you continue the talk, share files"
        " as needed, deliver, receive revision requests and feedback, and solve problems in the resolution centre."
    ),
    "That is where you chat with buyers during an order; the inbox is reserved for chats before an order.",
    "Inside the order the seller also has the option to provide video chats via Zoom, at least with business clients.",
    (
        "Sharing contact information or communicating outside is not allowed. If a specific service needs contact"
        " outside, contact information or personal details may be shared only inside the order."
    ),
    "Text chat sold as a service is held inside the order.",
    (
        "There may be exceptions when a service can only be rendered with outside contact; confirm with customer"
        " support first. Coaching may be one."
    ),
    "Read the terms of service that you accepted at sign-up.",
]
THANKS = "Thank you so much! So I will hold my text chats inside the order, and read the terms once more."


@pytest.mark.parametrize("words", [TITLE, QUESTION, *SENTENCES, THANKS])
def test_each_sentence_of_the_thread_gets_nothing_above_a_note(words: str) -> None:
    assert judged_in("community", words).outcome in {ALLOW, NOTE}


def test_the_whole_thread_is_posted_as_it_is_written(world: World) -> None:
    question = put_question(world.buyer, TITLE, QUESTION, now=world.now)
    topic_id = question.topic.public_id
    whole = put_answer(topic_id, world.seller, "\n\n".join(SENTENCES), now=world.now)
    thanks = put_answer(topic_id, world.buyer, quoting(whole, SENTENCES[6]) + "\n" + THANKS, now=world.now)

    assert question.topic.title_shown == TITLE
    assert (question.words, thanks.words) == (QUESTION, THANKS)
    assert whole.words == "\n".join(SENTENCES)
    assert [post.withheld_kinds for post in (question, whole, thanks)] == [[], [], []]
    assert [post.is_noted for post in (question, whole, thanks)] == [False, False, False]
