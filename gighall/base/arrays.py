"""Arrays as PostgreSQL reads them. The driver asks each element for its type: with many elements that is what costs."""

from collections.abc import Iterable


def array_of(values: Iterable[object]) -> str:
    """Return an array of numbers or UUIDs; None is NULL."""
    return f"{{{','.join(['NULL' if one is None else str(one) for one in values])}}}"


def array_of_texts(texts: Iterable[str | None]) -> str:
    """Return an array of any texts, or of what is written as text; None is NULL."""
    return f"{{{','.join(['NULL' if one is None else _quoted(one) for one in texts])}}}"


def array_of_bytes(values: Iterable[bytes | None]) -> str:
    """Return an array of bytes; None is NULL."""
    return array_of_texts(None if one is None else f"\\x{one.hex()}" for one in values)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
