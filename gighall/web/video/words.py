"""What the page of a call says by itself: its tools, the states of the connection, what others see of one."""

from django.conf import settings
from django.utils.translation import gettext as _

MINUTE_SECONDS = 60


def time_words(seconds: int) -> str:
    """Return minutes and seconds as clocks show them: "12:05"."""
    return f"{seconds // MINUTE_SECONDS}:{seconds % MINUTE_SECONDS:02}"


def tools() -> list[tuple[str, str, str]]:
    """Return what is within reach in a call: its name to the script, its label, its icon."""
    return [
        ("mute", _("Mute"), "microphone"),
        ("camera", _("Camera off"), "camera"),
        ("screen", _("Share screen"), "screen"),
        ("whole", _("Full screen"), "expand"),
    ]


def notes() -> list[str]:
    """Return what one should know before a call: that nothing is recorded, and who sees whose address."""
    nothing_kept = _(
        "Nothing is recorded. Picture and sound go from browser to browser; the hall keeps who was in the call, and how"
        " long."
    )
    if settings.GIGHALL_TURN_URLS:
        addresses = _(
            "The call goes through this hall’s relay: neither side sees the other’s network address."
        )
    else:
        addresses = _("Your browsers connect directly: each of you can see the other’s network address.")
    return [nothing_kept, addresses, _("Contact details stay out of calls too, as everywhere in the hall.")]


def call_words(name: str) -> dict[str, str]:
    """Return the sentences that the script shows as the call goes on."""
    of = {"name": name}
    return {
        "waiting": _("You are in the call. It begins when %(name)s is here.") % of,
        "connecting": _("Connecting…"),
        "connected": _("Connected."),
        "shaky": _("The connection is interrupted. Looking for another way…"),
        "lost": _(
            "No connection between your browsers could be made. A network on one side does not let calls through. Try"
            " again, or another network; the talk goes on here in writing."
        ),
        "ended": _("The call has ended. Camera and microphone are off."),
        "elsewhere": _("The call goes on in another window of yours. Camera and microphone are off here."),
        "unsupported": _(
            "This browser cannot make video calls here. Open the page in another one; the talk goes on in writing."
        ),
        "denied": _(
            "The browser did not give camera or microphone. Allow both beside the address of this page, then press"
            " again what you want on. You can see and hear the other side, and write."
        ),
        "no_camera": _(
            "No camera: the other side hears you and does not see you. You can share your screen."
        ),
        "no_microphone": _("No microphone: the other side does not hear you. Write beside the call."),
        "other_camera_off": _("%(name)s’s camera is off.") % of,
        "other_muted": _("%(name)s is muted.") % of,
        "other_screen": _("%(name)s shares a screen.") % of,
    }
