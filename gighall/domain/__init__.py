"""The rooms: each owns the tables, rules, reads and writes of one subject."""
