"""Pages of organisations: one's own, and the invitation to become a member."""
