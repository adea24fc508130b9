"""What the service costs: reading, matching, HTTP, start-up and memory, against floors measured in the same run."""
