"""The pages, from outside: who may see what, and at which cost."""
