"""The use cases: take in a posting, keep a candidate, run a match."""
