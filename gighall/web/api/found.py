"""What a search found, as the API says it."""

from gighall.web.inbox.search import Found, FoundRow


def found_out(found: Found) -> dict[str, object]:
    """Return what was found in talks and orders."""
    return {
        "talks": [_row(row) for row in found.talks],
        "messages": [_row(row) for row in found.rows],
        "more": found.is_cut or bool(found.page.older),
        "is_behind": found.is_behind,
    }


def _row(row: FoundRow) -> dict[str, object]:
    hits, position = [], 0
    for words, is_hit in row.parts:
        if is_hit:
            hits.append((position, position + len(words)))
        position += len(words)
    return {
        "conversation": row.conversation or None,
        "order": row.order or None,
        "n": row.number or None,
        "with_name": row.name,
        "about": row.about,
        "words": "".join(words for words, _is_hit in row.parts),
        "hits": hits,
        "at": row.at,
    }
