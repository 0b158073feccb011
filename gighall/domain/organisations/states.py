"""States of an organisation, and the roles of its members."""

WAITING = "waiting"
CONFIRMED = "confirmed"
DECLINED = "declined"
STATES = (WAITING, CONFIRMED, DECLINED)

OWNER, MEMBER = "owner", "member"
ROLES = (OWNER, MEMBER)
