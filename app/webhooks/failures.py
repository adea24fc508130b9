"""Why an attempt to deliver did not succeed."""

from enum import StrEnum


class DeliveryFailure(StrEnum):
    """Why an attempt did not succeed. `worker_lost`: whoever sent it ended before it knew."""

    ADDRESS_REFUSED = "address_refused"
    HOST_NOT_FOUND = "host_not_found"
    CONNECTION_FAILED = "connection_failed"
    TLS_FAILED = "tls_failed"
    TIMED_OUT = "timed_out"
    NO_HTTP = "no_http"
    REDIRECTED = "redirected"
    ERROR_STATUS = "error_status"
    SECRET_UNREADABLE = "secret_unreadable"  # noqa: S105 - a reason, no secret
    WORKER_LOST = "worker_lost"
