"""The ground: words and tools that know nobody above them."""
