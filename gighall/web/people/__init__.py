"""Pages about people: what everybody may know of them."""
