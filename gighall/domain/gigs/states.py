"""States and kinds of a gig."""

DRAFT = "draft"
PUBLISHED = "published"

CHAT_SESSION = "chat_session"
VIDEO_SESSION = "video_session"
DELIVERABLE = "deliverable"
# What is sold by its length; a deliverable is sold by when it comes.
SESSIONS = (CHAT_SESSION, VIDEO_SESSION)
KINDS = (*SESSIONS, DELIVERABLE)
