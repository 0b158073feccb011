"""People, how they are known to the hall, and the terms they accepted."""
