"""The content of the sample documents: one module for each kind."""
