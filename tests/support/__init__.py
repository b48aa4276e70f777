"""Support for tests of several folders. `programs` are run as separate processes."""
