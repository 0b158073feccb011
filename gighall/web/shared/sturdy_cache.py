"""The cache of several machines: in Valkey, and for as long as that is away in this program's own memory.

What stands there are counts: of visitors, of wrong tries, of uses of a sign-in. Nobody is turned away because the place
where they are counted is away; each program counts for itself meanwhile.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from gighall.base import limits

log = logging.getLogger(__name__)

# After Valkey was away nothing is asked of it for so long: no page waits for it again and again.
AWAY_SECONDS = 1.0

Method = Callable[..., Any]


def _either(name: str) -> Method:
    """Return a method that asks Valkey, and this program's memory where Valkey does not answer."""
    far, near = getattr(RedisCache, name), getattr(LocMemCache, name)

    def ask(cache: "SturdyCache", *arguments: Any, **named: Any) -> Any:
        if time.monotonic() >= cache.away_until:
            try:
                return far(cache, *arguments, **named)
            except (RedisError, OSError) as error:
                cache.away_until = time.monotonic() + AWAY_SECONDS
                log.warning("counts are kept here, Valkey is away: %s", error)
        return near(cache.near, *arguments, **named)

    ask.__name__ = name
    return ask


class SturdyCache(RedisCache):
    """Django's cache in Valkey, which goes on without it."""

    add = _either("add")
    get = _either("get")
    set = _either("set")
    touch = _either("touch")
    delete = _either("delete")
    has_key = _either("has_key")
    get_many = _either("get_many")
    set_many = _either("set_many")
    delete_many = _either("delete_many")
    clear = _either("clear")

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {
            "socket_timeout": limits.VALKEY_ANSWER_SECONDS,
            "socket_connect_timeout": limits.VALKEY_ANSWER_SECONDS,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(server, {**params, "OPTIONS": options})
        self.near = LocMemCache(server, {"OPTIONS": {"MAX_ENTRIES": limits.CACHE_ENTRIES_MAX}})
        self.away_until = 0.0

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Count on; what was begun in the other place begins anew in this one."""
        try:
            return int(_incr(self, key, delta, version))
        except ValueError:
            self.set(key, delta, version=version)
            return delta


_incr = _either("incr")
