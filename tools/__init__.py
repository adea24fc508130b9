"""What maintainers run, and no part of the service."""
