"""Public actions that have no page, or no API call, each with the reason.

The test beside this file fails for an action without a door that is not listed here, and for a listed
one that has got its door or is gone.
"""

# room.action -> why people cannot press it on a page.
WITHOUT_PAGE: dict[str, str] = {}

# room.action -> why programs cannot call it.
WITHOUT_API: dict[str, str] = {}
