"""Services outside this machine, and the books: what was asked, by which run, and what it cost."""
