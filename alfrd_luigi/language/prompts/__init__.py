"""The shipped prompts for every type, one Markdown file each. `catalogue.py` reads them."""
