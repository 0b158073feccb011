"""Every call of the API with any data: schemathesis reads the description, and the hall must keep to it.

Data that fits the description and data that does not are sent by people of the cast, in a world that stands as new
for every call. Nothing breaks, and whatever is answered is described: its status, its type and its shape.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from gighall.domain.accounts.actions import create_token
from gighall.web.api.api import api
from tests.web.doors import the_upload
from tests.world import World, ask_for_exception, ask_question, ask_support, grant, make_an_offer

pytestmark = pytest.mark.long
DESCRIPTION = api.get_openapi_schema(path_prefix="/api/v1/")
CALLS = [(path, method) for path, calls in DESCRIPTION["paths"].items() for method in calls]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
ALWAYS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
CHECKS = {GenerationMode.POSITIVE: ALWAYS, GenerationMode.NEGATIVE: [*ALWAYS, negative_data_rejection]}
EXAMPLES = 12
CALLERS = ("buyer", "seller", "outsider", "operator")


@pytest.fixture(scope="module")
def described() -> Iterator[Any]:
    """The description as schemathesis reads it, with the hall behind it."""
    schema = schemathesis.openapi.from_dict(DESCRIPTION)
    schema.app = get_wsgi_application()
    # As Django's own test client does: the call stays in the transaction of the test.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schema
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def tokens(world: World) -> dict[str, str]:
    """A personal token for each caller, by the part they play."""
    return {
        who: create_token(person_id=getattr(world, who).pk, name="any data", now=world.now)[1]
        for who in CALLERS
    }


@pytest.fixture
def things(world: World) -> dict[str, list[str]]:
    """Ids that exist, by the parameter that takes them."""
    exception = grant(ask_for_exception(world.gig, now=world.now), by=world.operator, now=world.now).waiver
    assert exception is not None
    return {
        "waiver_id": [exception.public_id],
        "order_id": [order.public_id for order in (world.order, world.delivered, world.completed)],
        "gig_id": [world.gig.public_id, world.draft.public_id],
        "conversation_id": [world.conversation.public_id],
        "file_id": [world.file_id],
        "upload_id": [the_upload(world)["upload_id"]],
        "payment_id": [world.payment.public_id],
        "token_id": [world.token.public_id],
        "person_id": [world.newcomer.public_id],
        "case_id": [ask_support(world.delivered, world.buyer, now=world.now).public_id],
        "ticket_id": [
            ask_question(world.buyer, now=world.now).public_id,
            ask_for_exception(world.gig, now=world.now).public_id,
        ],
        "offer_id": [make_an_offer(world).public_id],
    }


def send(case: schemathesis.Case, headers: dict[str, str]) -> schemathesis.Response:
    """Call the hall, and take back whatever the call did."""
    cache.clear()
    with transaction.atomic():
        answer = case.call(base_url="http://127.0.0.1", headers=headers)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("path", "method"), CALLS)
def test_whatever_is_sent_the_answer_is_described(
    described: Any,
    tokens: dict[str, str],
    things: dict[str, list[str]],
    path: str,
    method: str,
    mode: GenerationMode,
) -> None:
    operation = described[path][method]

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def keeps_its_word(data: st.DataObject) -> None:
        known = {}
        if mode is GenerationMode.POSITIVE and data.draw(st.integers(0, 3)):
            known = {name: data.draw(st.sampled_from(things[name])) for name in operation_ids(path, things)}
        case = data.draw(operation.as_strategy(generation_mode=mode, path_parameters=known or None))
        token = tokens[data.draw(st.sampled_from(CALLERS))]
        answer = send(case, {"Authorization": f"Bearer {token}"})
        case.validate_response(answer, checks=CHECKS[mode])

    keeps_its_word()


@pytest.mark.parametrize(("path", "method"), CALLS)
def test_without_a_token_nothing_is_done_and_nothing_told(
    described: Any, world: World, path: str, method: str
) -> None:
    @settings(max_examples=2, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(described[path][method].as_strategy(), st.sampled_from([{}, {"Authorization": "Bearer ght_none"}]))
    def refuses(case: schemathesis.Case, headers: dict[str, str]) -> None:
        answer = send(case, headers)
        assert (answer.status_code, answer.json()["why"]) == (401, "not_signed_in")
        case.validate_response(answer, checks=CHECKS[GenerationMode.POSITIVE])

    refuses()


def operation_ids(path: str, things: dict[str, list[str]]) -> list[str]:
    """Return the parameters of a path of which there are things."""
    return [name for name in things if f"{{{name}}}" in path]
