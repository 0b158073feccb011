"""Personal tokens: made, used, revoked."""

from datetime import timedelta

import pytest

from gighall.base import clock, limits
from gighall.base.errors import NotYours
from gighall.domain.accounts.actions import create_token, revoke_token, use_token
from gighall.domain.accounts.models import PersonalToken
from gighall.domain.accounts.rules import TokenNameTaken, TooManyTokens
from tests.world import World


def test_the_words_open_the_account_and_are_not_kept(world: World) -> None:
    token, words = create_token(person_id=world.buyer.pk, name="calendar", now=clock.now())

    assert use_token(words=words, now=clock.now()) == world.buyer
    assert words not in str(PersonalToken.objects.filter(pk=token.pk).values())


@pytest.mark.parametrize("words", ["", "ght_", "ght_wrong", "\x00"])
def test_other_words_open_nothing(world: World, words: str) -> None:
    assert use_token(words=words, now=clock.now()) is None


def test_the_use_is_noted_to_the_minute(world: World) -> None:
    token, words = create_token(person_id=world.buyer.pk, name="calendar", now=clock.now())
    first = clock.now()

    for seconds in (0, 30, 61):
        use_token(words=words, now=first + timedelta(seconds=seconds))

    token.refresh_from_db()
    assert token.last_used_at == first + timedelta(seconds=61)


def test_a_token_of_a_closed_account_opens_nothing(world: World) -> None:
    _token, words = create_token(person_id=world.buyer.pk, name="calendar", now=clock.now())
    world.buyer.is_active = False
    world.buyer.save()

    assert use_token(words=words, now=clock.now()) is None


def test_a_revoked_token_opens_nothing(world: World) -> None:
    token, words = create_token(person_id=world.buyer.pk, name="calendar", now=clock.now())

    revoke_token(person_id=world.buyer.pk, public_id=token.public_id)

    assert use_token(words=words, now=clock.now()) is None


def test_nobody_revokes_the_token_of_another(world: World) -> None:
    with pytest.raises(NotYours):
        revoke_token(person_id=world.buyer.pk, public_id=world.token.public_id)


def test_a_name_is_given_once(world: World) -> None:
    with pytest.raises(TokenNameTaken):
        create_token(person_id=world.seller.pk, name=f" {world.token.name} ", now=clock.now())


def test_there_is_a_most(world: World) -> None:
    for number in range(limits.TOKENS_PER_PERSON_MAX):
        create_token(person_id=world.buyer.pk, name=f"program {number}", now=clock.now())

    with pytest.raises(TooManyTokens):
        create_token(person_id=world.buyer.pk, name="one more", now=clock.now())
