"""The tests. The cast stands in world.py, the hall and its database in conftest.py."""
