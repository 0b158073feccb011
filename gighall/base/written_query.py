"""A query that Django writes once: on pages that everybody opens, writing SQL anew costs more than asking for it.

A queryset is made with ``Given("name")`` where values go, written as SQL when it is first asked, and from then on only
asked. What comes back are the same objects as the queryset would give, with what it selects of related ones.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet, Value
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)


class _Slot:
    """Where a value goes in the parameters of a written query."""

    def __init__(self, name: str) -> None:
        self.name = name


class Given(Value):
    """Stands in a queryset for a value that is given each time: a number, words or a moment, as the column has it."""

    def __init__(self, name: str) -> None:
        super().__init__(_Slot(name))


class WrittenQuery(Generic[M]):
    """A queryset of whole rows, with related ones and annotations if it has them; no prefetching."""

    def __init__(self, make: Callable[[], QuerySet[M]]) -> None:
        """``make`` is called once, when the query is first asked: by then all models are there."""
        self._make = make
        self._written: _Written | None = None

    def all(self, **given: Any) -> list[M]:
        """Return the rows for these values."""
        # Two threads may both write it: the same words.
        written = self._written = self._written or _Written(self._make())
        return [written.instance(row) for row in written.rows(given)]

    def first(self, **given: Any) -> M | None:
        """Return the first row for these values, or None. The queryset itself says that one row is wanted."""
        return next(iter(self.all(**given)), None)


class _Written:
    """The SQL of a queryset, and how its rows are read."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        self._sql, self._parameters = compiler.as_sql()
        select, classes = compiler.select, compiler.klass_info
        assert classes is not None
        columns = classes["select_fields"]
        self._first, self._end = columns[0], columns[-1] + 1
        self._model = classes["model"]
        self._names = [each[0].target.attname for each in select[self._first : self._end]]
        self._related = get_related_populators(classes, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # Stubs are newer.
        self._annotations = list((compiler.annotation_col_map or {}).items())
        found = compiler.get_converters([each[0] for each in select[: compiler.col_count]])
        self._converters = [(at, one, of) for at, (some, of) in found.items() for one in some]

    def rows(self, given: dict[str, Any]) -> list[list[Any]]:
        """Ask the database."""
        parameters = [given[each.name] if isinstance(each, _Slot) else each for each in self._parameters]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, parameters)
            rows = [list(row) for row in cursor.fetchall()]
        for at, convert, column in self._converters:
            for row in rows:
                row[at] = convert(row[at], column, connection)
        return rows

    def instance(self, row: list[Any]) -> Any:
        """Return the object of a row, with its related ones."""
        found = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._first : self._end])
        for each in self._related:
            each.populate(row, found)
        for name, at in self._annotations:
            setattr(found, name, row[at])
        return found
