"""Lines of a report."""


def row(label: str, value: str) -> None:
    """A figure with its name."""
    say(f"  {label:<36} {value}")


def say(line: str) -> None:
    """A line, at once."""
    print(line, flush=True)
