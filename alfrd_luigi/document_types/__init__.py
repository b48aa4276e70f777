"""What the program knows of each type of document: a folder a type, with two data files.

`type.toml` is what is recorded of such a document: its `name`, a `description`, the `guidance` for a language model
and the JSON Schema of its `fields`. A folder without it is not of a type that ships: `correspondence` is the form of
letters, e-mails and memos (what wins by it takes the type of its subject, or `other`), the rest are suggested where a
person has not added them.

`rules.toml` is how the offline engine reads one:

- `total`: "purchase", "statement" or "bill", by the way its sum is printed; "sometimes", a bill that need not have
  one; "none", where an amount is mentioned and neither owed nor paid.
- `topical`: whether the type also names the subject of letters.
- `description`: for a type that does not ship.
- `heading` counts only in the first lines of the first page, `words` anywhere; each phrase counts once. Phrases are
  lower case without accents; a space matches nothing or up to three signs ("sub total" finds "Subtotal" and
  "SUB-TOTAL"), and a plural s is found too. Weights are in units of evidence: 2 for a hint, 4 for a strong sign, 8
  for a name of the type.
- `shapes` are named regular expressions on the lower-case text, for what no phrase says; none may take more than
  linear time, since texts are untrusted.
- `tags`: a tag is given when one of its phrases occurs.
- `series`: the series that such documents form. `needs`: at least one of these fields must be known, or the document
  is a letter or a one-off about the subject and belongs to no series. `purposes` narrows receipts. `frequency` is
  what to expect where the document's own instalment or (if `by_period`) its period does not say.
- `sentences` of a summary, each in several wordings: the first whose every {placeholder} is known is used, and where
  none is, the sentence is left out. Besides the fields of the type there are {entity}, {date}, {total}, {period} and
  {opening} (the first words of a letter's body).
"""
