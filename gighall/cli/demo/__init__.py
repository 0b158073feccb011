"""The demo world, made by calling public actions."""
