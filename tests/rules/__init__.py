"""The rules of the rooms, as tables of every case."""
