"""What a person says of documents: values, approvals, and taking these back."""
