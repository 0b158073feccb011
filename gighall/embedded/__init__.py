"""The programs that come with the hall: PostgreSQL, the front, and the supervisor that keeps them running."""
