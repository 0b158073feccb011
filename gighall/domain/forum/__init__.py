"""The community's questions and answers."""
