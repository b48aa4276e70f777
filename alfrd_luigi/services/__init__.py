"""Services outside this machine, and the books that are kept of them: what was asked, by whom, and what it cost."""
