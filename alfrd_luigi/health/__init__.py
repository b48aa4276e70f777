"""Whether everything that the archive needs is there and works, and how to mend what does not."""
