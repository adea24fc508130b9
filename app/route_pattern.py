"""The pattern of the route that took a request, for logs and figures: an address itself may hold an external id."""

from starlette.types import Scope


def route_pattern(scope: Scope) -> str | None:
    """The whole pattern, as in the API's document; null where no route took the address."""
    # A router that is included keeps its own pattern in `route`; the one with its prefix stands here.
    taken = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    pattern: str | None = getattr(taken, "path_format", None) or getattr(taken, "path", None)
    return pattern
