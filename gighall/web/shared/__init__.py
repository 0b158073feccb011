"""What every area of pages uses."""
