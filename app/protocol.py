"""What is no HTTP at all never reaches the application; it, too, is answered with a problem."""

import uuid

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.errors import PROBLEM_MEDIA_TYPE, problem
from app.middleware import standing_headers


class ProblemProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1, but for its plain-text answer to a request that cannot be parsed."""

    def send_400_response(self, msg: str) -> None:
        """Answer the problem and close the connection: where the next request would begin is not known."""
        request_id = str(uuid.uuid4())
        body = problem("bad-request", request_id).model_dump_json(by_alias=True).encode()
        headers = standing_headers() | {
            "X-Request-Id": request_id,
            "Content-Type": PROBLEM_MEDIA_TYPE,
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.transport.write(f"HTTP/1.1 400 Bad Request\r\n{lines}\r\n".encode("ascii") + body)
        self.transport.close()
