"""Fictitious household documents with their correct values, to try the program and to measure it."""
