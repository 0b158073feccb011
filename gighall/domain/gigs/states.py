"""States of a gig."""

DRAFT = "draft"
PUBLISHED = "published"

CHAT_SESSION = "chat_session"
