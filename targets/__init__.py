"""Rows of PostgreSQL as Luigi targets: what exists is decided by the database alone."""

import alfrd_luigi as alfrd_luigi  # before Luigi is loaded: its face would otherwise import the tasks, which import this
