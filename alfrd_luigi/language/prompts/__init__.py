"""The shipped prompts that serve every type, one Markdown file each; read by `catalogue.py`."""
