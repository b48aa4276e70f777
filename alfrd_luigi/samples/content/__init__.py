"""What the sample papers say: one module a kind of document."""
