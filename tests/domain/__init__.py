"""The actions of the rooms, on a real PostgreSQL."""
