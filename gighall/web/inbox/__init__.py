"""Pages of the inbox: talk before an order."""
