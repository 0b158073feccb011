"""The icons: one stroke weight, drawn in the colour of the text around them, never said aloud.

An icon always stands beside words (or beside words only a screen reader hears), so it is hidden from it.
"""

from functools import cache

from markupsafe import Markup

_PATHS = {
    "alert": "M12 8v4.5M12 16h.01M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
    "archive": "M4 5h16v4H4zM5.5 9v10.5h13V9M10 12.5h4",
    "attach": "M16.5 7.5 9.3 14.7a1.9 1.9 0 0 0 2.7 2.7l7-7a3.8 3.8 0 0 0-5.4-5.4l-7.1 7.1"
    "a5.7 5.7 0 0 0 8.1 8.1l5.4-5.4",
    "back": "M15 5.5 8.5 12l6.5 6.5",
    "block": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM6 6l12 12",
    "book": "M5 5.5A2.5 2.5 0 0 1 7.5 3H19v15H7.5A2.5 2.5 0 0 0 5 20.5m0-15v15A2.5 2.5 0 0 0 7.5 21H19v-3",
    "camera": "M3.5 7.5A1.5 1.5 0 0 1 5 6h9a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 14 18H5a1.5 1.5 0 0 1-1.5-1.5z"
    "M15.5 11l5-3v8l-5-3",
    "card": "M3.5 7A1.5 1.5 0 0 1 5 5.5h14A1.5 1.5 0 0 1 20.5 7v10a1.5 1.5 0 0 1-1.5 1.5H5"
    "A1.5 1.5 0 0 1 3.5 17zM3.5 10h17M7 15h3",
    "chat": "M4 19.5V9.5A5.5 5.5 0 0 1 9.5 4h5a5.5 5.5 0 0 1 0 12.5H8z",
    "check": "m5 12.5 4.5 4.5L19 7.5",
    "clock": "M12 7.5V12l3 2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
    "close": "m6.5 6.5 11 11m0-11-11 11",
    "copy": "M9 9h9.5v10.5H9zM6 15H5V4.5h9.5v1",
    "dot": "M12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    "down": "m7 10 5 5 5-5",
    "download": "M12 4v11m0 0 4.5-4.5M12 15l-4.5-4.5M5 19.5h14",
    "edit": "m5 15.5-.5 4 4-.5L19 8.5 15.5 5zM13 7.5l3.5 3.5",
    "expand": "M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15",
    "file": "M13.5 3.5H6.5v17h11V7.5zM13.5 3.5v4h4",
    "flag": "M6 20.5V4.5M6 5h11.5l-2.5 4 2.5 4H6",
    "forward": "M9 5.5 15.5 12 9 18.5",
    "hang_up": "M3.5 14.5v-2c5-4.5 12-4.5 17 0v2a1 1 0 0 1-1.2 1l-3-.7a1 1 0 0 1-.8-1v-1.6a12 12 0 0 0-7 0v1.6"
    "a1 1 0 0 1-.8 1l-3 .7a1 1 0 0 1-1.2-1z",
    "heart": "M12 19.5 5 12.6a4.3 4.3 0 0 1 6.1-6.1l.9.9.9-.9a4.3 4.3 0 0 1 6.1 6.1z",
    "history": "M5 5v4.5h4.5M5.3 9.5A7.5 7.5 0 1 1 4.5 13M12 8.5V13l3 1.5",
    "info": "M12 11v5M12 8h.01M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z",
    "key": "M14.5 4a5.5 5.5 0 1 1-2.6 10.35L10.5 16H8.5v2h-2v2H4v-3l5.65-5.65A5.5 5.5 0 0 1 14.5 4zM16 8h.01",
    "label": "M4 4.5h7.5l8 8-7 7-8.5-8zM8 8.5h.01",
    "link": "M10 14a3.5 3.5 0 0 0 5 0l3.5-3.5a3.5 3.5 0 0 0-5-5L12.5 6.5"
    "M14 10a3.5 3.5 0 0 0-5 0l-3.5 3.5a3.5 3.5 0 0 0 5 5l1-1",
    "lock": "M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
    "mail": "M3.5 6h17v12h-17zM4 6.5l8 6.5 8-6.5",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "microphone": "M12 3.5a2.8 2.8 0 0 0-2.8 2.8v5a2.8 2.8 0 0 0 5.6 0v-5A2.8 2.8 0 0 0 12 3.5z"
    "M6 11a6 6 0 0 0 12 0M12 17v3.5M9 20.5h6",
    "offline": "M4 4l16 16M8.5 15.5a5 5 0 0 1 7 0M5.5 12a9 9 0 0 1 4-2.3M2.5 8.5A13.5 13.5 0 0 1 7 5.7"
    "M11 5.05A13.5 13.5 0 0 1 21.5 8.5M14.5 9.7a9 9 0 0 1 4 2.3M12 19h.01",
    "package": "m12 3 8 4.5v9L12 21l-8-4.5v-9zM4.3 7.7 12 12m0 0 7.7-4.3M12 12v9",
    "pause": "M8.5 5.5v13M15.5 5.5v13",
    "plus": "M12 5v14M5 12h14",
    "screen": "M3.5 5.5h17v11h-17zM12 16.5v3M8.5 19.5h7M12 14V8.5m0 0-2.5 2.5M12 8.5l2.5 2.5",
    "quote": "M5 17.5c3 0 4.5-2 4.5-5v-6h-5v6h3M14 17.5c3 0 4.5-2 4.5-5v-6h-5v6h3",
    "search": "m15.5 15.5 4.5 4.5M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z",
    "send": "M12 19V5.5M6 11l6-6 6 6",
    "share": "M12 14.5V4.5M8 8l4-4 4 4M6 11.5H5v8h14v-8h-1",
    "shield": "M12 3.5 19 6v6c0 4.5-3 7-7 8.5C8 19 5 16.5 5 12V6z",
    "star": "m12 4 2.4 5 5.5.7-4 3.8 1 5.5-4.9-2.7L7.1 19l1-5.5-4-3.8 5.5-.7z",
    "up": "m7 14 5-5 5 5",
    "user": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
}
_MIRRORED = {"back", "forward"}
_SVG = (
    '<svg class="icon{mirrored}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor"'
    ' stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
    '<path d="{path}"/></svg>'
)

ICON_NAMES = tuple(sorted(_PATHS))


@cache
def icon(name: str) -> Markup:
    """Return one icon as inline SVG. Errors: KeyError for a name that is not drawn."""
    mirrored = " icon--mirrored" if name in _MIRRORED else ""
    return Markup(_SVG).format(path=_PATHS[name], mirrored=mirrored)
