"""The desk: the archive's pages with forms, served on loopback to the person who started it."""
