"""The hall's front page and public documents."""
