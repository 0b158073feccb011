"""Media and endings of a session."""

TEXT = "text"
VIDEO = "video"
MEDIA = (TEXT, VIDEO)

# Why a session ended: a side pressed, its minutes are used up, nobody was there together, or its order moved on.
PRESSED = "pressed"
CAP = "cap"
IDLE = "idle"
ORDER_ENDED = "order_ended"
SUPPORT = "support"
ENDINGS = (PRESSED, CAP, IDLE, ORDER_ENDED, SUPPORT)
