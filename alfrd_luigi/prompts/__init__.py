"""How prompts evolve."""
