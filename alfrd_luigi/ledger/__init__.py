"""What was filed, as the transactions of a double-entry ledger."""
