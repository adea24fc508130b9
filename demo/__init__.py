"""The demonstration: the real service, a posting and six candidates, shown for people to read."""
