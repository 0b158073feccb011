"""Cases: asking support about an order, and deciding."""
