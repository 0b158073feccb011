"""Arrays as they are written for PostgreSQL: it reads in them what was meant, whatever the words hold."""

import uuid

import pytest
from django.db import connection

from gighall.base.arrays import array_of, array_of_bytes, array_of_texts

pytestmark = pytest.mark.django_db

HARD = [
    "",
    "NULL",
    "null",
    "plain",
    'a "quote"',
    "back\\slash",
    "\\",
    '\\"',
    "{1,2}",
    ",",
    " ",
    "\n\t",
    "né 号 🙂",
    "it's",
    "%s",
    None,
]


def read_back(array: str, kind: str) -> object:
    """Return what the database reads."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s::{kind}[]", [array])
        return cursor.fetchone()[0]


def test_any_words_come_back_as_they_were() -> None:
    assert read_back(array_of_texts(HARD), "text") == HARD
    assert read_back(array_of_texts([]), "text") == []


def test_numbers_and_keys_come_back() -> None:
    key = uuid.uuid4()

    assert read_back(array_of([1, None, -(2**62)]), "bigint") == [1, None, -(2**62)]
    assert read_back(array_of([key, str(key), None]), "uuid") == [key, key, None]


def test_bytes_come_back() -> None:
    given = [bytes(range(256)), b"", None]

    found = read_back(array_of_bytes(given), "bytea")

    assert isinstance(found, list)
    assert [one if one is None else bytes(one) for one in found] == given
