"""What the tests stand on: a database of their own, running halls, budgets, honesty about skipping."""
