"""The web page, where it has been built: hashed assets that never change, and one document for every address.

``make web`` builds it into ``web/dist`` beside the code, and there it is looked for: in a checkout as in an image
(``/var/task/web/dist``). It is read once, at start.
"""

import mimetypes
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from services.api.bootstrap import Front
from services.api.compression import accepts_gzip
from services.api.etags import etag_of, matches
from services.api.preloads import preloads

BUILT_PAGE = Path(__file__).parents[2] / "web" / "dist"

# Asked again each time, so that a new version is seen at once; most often the answer is 304.
_REVALIDATED = "no-cache"
# Their names change with their contents.
_FOREVER = "public, max-age=31536000, immutable"

# Covers are the only thing from elsewhere; the Internet Archive keeps Open Library's, where those addresses lead.
_COVERS = (
    "https://covers.openlibrary.org https://archive.org https://*.us.archive.org https://books.google.com"
)

_UNBUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Fanfolio</title></head>
<body><h1>Fanfolio is running</h1>
<p>Its page has not been built here, but the API works: it is described at <a href="/docs">/docs</a>.</p>
<p>To build the page: <code>make web</code>, then start again.</p></body>
</html>
"""


def serve_page(app: FastAPI, front: Front, directory: Path = BUILT_PAGE) -> None:
    """Serve the page at ``/`` and at every job's address; where there is none, say so at ``/``."""
    index = directory / "index.html"
    if not index.is_file():
        document = BuiltFile.of(_UNBUILT.encode(), name=index.name, caching=_REVALIDATED)
    else:
        document = BuiltFile.read(index, caching=_REVALIDATED)
    policy = {"content-security-policy": content_security_policy(front)}
    assets = {path.name: BuiltFile.read(path, caching=_FOREVER) for path in _assets(directory)}

    def get_document(request: Request) -> Response:
        return document.answer(request, headers=policy)

    async def get_document_of_job(job_id: str, request: Request) -> Response:
        return document.answer(request, headers={**policy, **await preloads(front, job_id)})

    def get_asset(name: str, request: Request) -> Response:
        if name not in assets:
            raise HTTPException(404)
        return assets[name].answer(request)

    def serve(address: str, answer: Callable[..., Response | Awaitable[Response]]) -> None:
        app.add_api_route(address, answer, methods=["GET", "HEAD"], include_in_schema=False)

    serve("/", get_document)
    if index.is_file():
        serve("/jobs/{job_id}", get_document_of_job)
    serve("/assets/{name}", get_asset)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltFile:
    """A file of the page in memory (all of them are under 1 MB), with its gzipped twin if the build made one."""

    body: bytes
    zipped: bytes | None
    media_type: str
    etag: str
    caching: str

    @classmethod
    def read(cls, path: Path, *, caching: str) -> "BuiltFile":
        """The file at ``path``."""
        twin = path.with_name(path.name + ".gz")
        zipped = twin.read_bytes() if twin.is_file() else None
        return cls.of(path.read_bytes(), name=path.name, caching=caching, zipped=zipped)

    @classmethod
    def of(cls, body: bytes, *, name: str, caching: str, zipped: bytes | None = None) -> "BuiltFile":
        """A file of that name and content."""
        return cls(
            body=body,
            zipped=zipped,
            media_type=_media_type(name),
            etag=etag_of(body),
            caching=caching,
        )

    def answer(self, request: Request, *, headers: Mapping[str, str] | None = None) -> Response:
        """The file, in the encoding and only as far as the client wants it."""
        told = {
            "cache-control": self.caching,
            "etag": self.etag,
            "vary": "accept-encoding",
            **(headers or {}),
        }
        if matches(request.headers.get("if-none-match"), self.etag):
            return Response(status_code=304, headers=told)
        if self.zipped is not None and accepts_gzip(request.headers.get("accept-encoding", "")):
            return Response(
                self.zipped, media_type=self.media_type, headers={**told, "content-encoding": "gzip"}
            )
        return Response(self.body, media_type=self.media_type, headers=told)


def content_security_policy(front: Front) -> str:
    """Scripts and styles of our own alone, covers, and the store that large files are sent to and fetched from."""
    stores = {
        _origin(front.direct_upload.open().form.url),
        _origin(front.deliver.transfer.download_link("any", lifetime_s=1)),
    }
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"img-src 'self' {_COVERS}; connect-src 'self' {' '.join(sorted(stores))}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _assets(directory: Path) -> list[Path]:
    return sorted(path for path in directory.glob("assets/*") if path.suffix != ".gz")


def _media_type(name: str) -> str:
    # A machine's own table may say otherwise, and a module of the wrong type is not run. To read it takes longer
    # than everything else that is done for the page at a cold start.
    types = {
        ".html": "text/html",
        ".css": "text/css",
        ".js": "text/javascript",
        ".csv": "text/csv",
        ".svg": "image/svg+xml",
    }
    suffix = Path(name).suffix
    return types.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
