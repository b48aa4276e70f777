"""The memory of issuers: what the words of persons teach about the papers of an issuer, and what it proposes.

A document on which a person said something is a lesson. A lesson holds the marks that identify its issuer, and for
each value that the person set or approved the label, the place and the notation in which it stood. The memory is
derived from the words alone, so it changes with each of them and is gone with the document.
"""
