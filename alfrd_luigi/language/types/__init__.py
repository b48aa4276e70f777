"""The shipped document types, one TOML file each; read by `catalogue.py`."""
