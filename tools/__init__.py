"""Tools for the people who build Gighall: checks, screenshots, diagrams."""
