"""Rows of PostgreSQL as Luigi targets: what exists is decided by the database alone."""

# Before Luigi is loaded: the application's face would otherwise import the tasks, and these this package.
import alfrd_luigi as alfrd_luigi
