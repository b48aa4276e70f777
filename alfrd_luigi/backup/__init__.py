"""Export of the whole archive to a folder: all rows and page files, with checksums. Import into an empty archive."""
