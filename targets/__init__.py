"""Rows of PostgreSQL as Luigi targets: only the database decides what exists."""

# Before Luigi is loaded: otherwise the application's package would import the tasks, and they this package.
import alfrd_luigi as alfrd_luigi
