"""The composition root: settings, root URLs and the two application objects."""
