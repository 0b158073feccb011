"""What the live path is measured beside: a bare echo under the same server, and what one would write first."""
