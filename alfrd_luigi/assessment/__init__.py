"""What the values of an answer are worth: where each one stands in the document, and how sure it is.

An answer comes from a model or from rules, and both can be wrong. Therefore an assessment trusts neither: a quotation
that is not in the text, or that does not hold its value, is no evidence.
"""
