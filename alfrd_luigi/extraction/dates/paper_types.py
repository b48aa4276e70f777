"""The document types whose dates are read in a way of their own."""

from __future__ import annotations

PAID = frozenset({"receipt", "payroll"})
# Bills name the orders and deliveries that they are about, each with its date.
BILLS = frozenset({"invoice", "service_bill", "utility_bill"})
ACCOUNTS = frozenset({"bank_statement", "credit_card", "investment"})
# Others name a day to which a text refers, such as that of its edition, more often than their own.
STATEMENTS = ACCOUNTS | {"payroll"}
INSURANCE = "insurance"
