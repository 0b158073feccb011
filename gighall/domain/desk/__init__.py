"""Reports, cases and tickets: what people tell support, and what staff decide."""
