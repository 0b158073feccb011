"""Pages of the community: questions, answers, and what people make of them."""
