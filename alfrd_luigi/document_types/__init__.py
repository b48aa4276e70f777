"""The document types. Each has a folder with three data files.

`type.toml` declares a shipped type: its `name`, a `description`, the `guidance` for a language model and the JSON
Schema of its `fields`. A folder without this file is no shipped type. `correspondence` is the form of letters, e-mails
and memos: such a document gets the type of its subject, or `other`. The other folders are types that the engine
suggests until a person adds them.

`rules.toml` tells the offline engine how to read a document of the type:

- `total`: "purchase", "statement" or "bill", by the way its total is printed; "sometimes", a bill that may have none;
  "rarely", if only a plain label such as "Total" shows one, or a letter demands it; "none", if its amounts are neither
  owed nor paid.
- `topical`: whether the type also names the subject of letters.
- `billed`: whether its subject is usually billed, so that the form of an invoice is evidence for it.
- `description`: of a type that is not shipped.
- `heading`: phrases that count in the first lines and the titles of the first page; `words`: phrases that count
  anywhere. Each phrase counts once. Phrases are lower case without accents. A space matches up to three characters that
  are no letters ("sub total" finds "Subtotal" and "SUB-TOTAL"), and a plural s is found too. Weights are in units of
  evidence: 2 for a hint, 4 for a strong sign, 8 for a name of the type.
- `shapes`: named regular expressions on the lower-case text, for evidence that is no phrase. Texts are untrusted, so
  each expression must run in linear time.
- `tags`: the document gets a tag if one of its phrases occurs.
- `series`: the series that such documents form. `needs`: at least one of these fields must be known; otherwise the
  document is a letter or a single document about the subject and belongs to no series. `purposes` narrows receipts.
  `frequency` applies if neither the document's instalment nor (with `by_period`) its period shows one.
- `sentences`: the sentences of a summary, each in several wordings. The first wording whose placeholders are all known
  is used; if there is none, the sentence is omitted. Placeholders are the fields of the type, {entity}, {date},
  {total}, {period} and {opening} (the first words of a letter's body).

`ledger.toml` says what a document of the type is in a ledger (`alfrd_luigi.ledger`):

- `kind`: "bill" (to be paid), "payment" (paid), "income" or "none".
- `account`: the account that is proposed for it.
- `needs`: at least one of these fields must be known; `unless`: none of these. Otherwise, it is no transaction.
- `reason`: why, for the mapping file; a sentence without its full stop.
"""
