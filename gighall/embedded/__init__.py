"""Programs that come with the hall: PostgreSQL, the front, the supervisor."""
