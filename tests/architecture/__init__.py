"""What import-linter cannot see about the shape of the code (docs/architecture.md)."""
