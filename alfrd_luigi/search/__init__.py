"""Finds documents by words, as people write them.

A text is a sequence of words in a folded form (`words`), which `terms` writes as PostgreSQL's tsvector and `index`
keeps up to date. `query` reads what a person types, `vocabulary` finds the archive's own words that are meant, and
`matching` finds and ranks the documents. All of it is the same on every server: PostgreSQL only compares folded words.
"""
