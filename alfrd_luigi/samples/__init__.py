"""Made-up household papers with their ground truth, to try the program out and to measure it; nobody's data."""
