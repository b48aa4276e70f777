"""The whole archive in a folder: all rows and all page files, with checksums, and back into an empty archive."""
