"""The door of pages and API: translates a request in, calls one action, translates the answer out."""
