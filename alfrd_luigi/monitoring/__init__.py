"""What others learn of the archive when a run has ended: its exit code, metrics, and messages."""
