"""How contact works here: the policy in words, for everybody."""
