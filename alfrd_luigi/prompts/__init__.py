"""The evolution of prompts, and a person's choice of versions."""
