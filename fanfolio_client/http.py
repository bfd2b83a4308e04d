"""How requests travel by httpx: addresses, time limits, and what is said when no answer comes."""

import platform
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx

from fanfolio_client.version import VERSION
from fanfolio_client.wire import Answer, FileForm, Lost, Request

DEFAULT_URL = "http://localhost:8000"

_USER_AGENT = f"fanfolio-client/{VERSION} (python {platform.python_version()})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Limits in seconds: until a connection stands, and for each read and write on it.

    An answer that the service holds back on purpose has that time on top.
    """

    connect_s: float = 5.0
    read_s: float = 30.0
    write_s: float = 30.0

    def of(self, request: Request) -> httpx.Timeout:
        """The limits of one request."""
        return httpx.Timeout(
            connect=self.connect_s, read=self.read_s + request.held_s, write=self.write_s, pool=self.connect_s
        )


@dataclass(frozen=True, slots=True)
class Service:
    """Where a service is: ``url`` begins with http:// or https:// and may have a path."""

    url: str

    @classmethod
    def at(cls, url: str) -> "Service":
        """The service at an address; raises ValueError that says what is wrong with it."""
        parts = urlsplit(url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(
                f"“{url}” is not the address of a service: it begins with http:// or https://, as in http://localhost:8000"
            )
        return cls(parts._replace(query="", fragment="").geturl().rstrip("/"))

    @property
    def is_on_this_machine(self) -> bool:
        """Whether it is reached without leaving the machine, so that no proxy is asked."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost" or host.endswith(".localhost")

    def page_url(self, job_id: str) -> str:
        """The address of a job's page, for people."""
        return f"{self.url}/jobs/{job_id}"

    def address(self, target: str) -> str:
        """The whole address of a path of the service; an address stays what it is."""
        return self.url + target if target.startswith("/") else target


def client_options(service: Service) -> dict[str, Any]:
    """What both of httpx's clients are made with: redirects are decided on by whoever asked."""
    return {
        "headers": {"user-agent": _USER_AGENT},
        "follow_redirects": False,
        "trust_env": not service.is_on_this_machine,
    }


def request_options(service: Service, request: Request, timeouts: Timeouts) -> dict[str, Any]:
    """The arguments with which httpx builds a request; a file is sent from its beginning."""
    options: dict[str, Any] = {
        "method": request.method,
        "url": service.address(request.target),
        "headers": dict(request.headers),
        "timeout": timeouts.of(request),
    }
    if request.params:
        options["params"] = dict(request.params)
    if isinstance(request.body, FileForm):
        file = request.body.file
        file.stream.seek(0)
        options["data"] = dict(request.body.fields)
        options["files"] = {"file": (file.name, file.stream, "text/csv")}
    elif request.body is not None:
        options["json"] = dict(request.body)
    return options


def answer_of(response: httpx.Response) -> Answer:
    """A response as a value."""
    return Answer(status=response.status_code, headers=dict(response.headers), content=response.content)


def lost(exc: httpx.RequestError, service: Service, request: Request, timeouts: Timeouts) -> Lost:
    """What is said when no answer came."""
    host = _origin(service.address(request.target))
    limits = timeouts.of(request)
    match exc:
        case httpx.ConnectTimeout():
            return Lost(f"{host} cannot be reached within {limits.connect:g} seconds.")
        case httpx.TimeoutException():
            return Lost(f"{host} did not answer within {limits.read:g} seconds.")
        case httpx.ConnectError():
            return Lost(f"Nothing answers at {host}: {_cause(exc)}.")
        case _:
            return Lost(f"{host} did not answer as it should: {_cause(exc)}.")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _cause(exc: BaseException) -> str:
    """The system's own word for it, from as deep as it has been wrapped."""
    innermost: BaseException = exc
    while cause := innermost.__cause__ or innermost.__context__:
        innermost = cause
    if isinstance(innermost, OSError) and innermost.strerror:
        return innermost.strerror.rstrip(".").lower()
    return str(exc).rstrip(".") or type(exc).__name__
