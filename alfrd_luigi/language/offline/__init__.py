"""The offline language engine: rules and statistics, deterministic, without network or models."""
