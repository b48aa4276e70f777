"""Whether the archive is whole: its rows among themselves, its rows and its page files, and who may read them."""
