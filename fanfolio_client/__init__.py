"""Fanfolio's Python client: an export goes in, a dashboard comes out.

>>> from fanfolio_client import Client
>>> with Client("http://localhost:8000") as client:  # doctest: +SKIP
...     library = client.import_library("goodreads_library_export.csv").wait(on_progress=print)
...     print(library.dashboard().totals.read)
"""

from fanfolio_client import errors
from fanfolio_client.async_client import AsyncClient, AsyncImportedLibrary
from fanfolio_client.client import Client, ImportedLibrary
from fanfolio_client.dashboard import Book, Coverage, Dashboard, Ratings, Tally, Totals
from fanfolio_client.errors import FanfolioError, Problem
from fanfolio_client.failures import Complaint, FailedBook, Failures
from fanfolio_client.health import Checks, Health, PausedCatalogue
from fanfolio_client.http import Timeouts
from fanfolio_client.job import Counts, Job, JobFailure, JobState, Progress
from fanfolio_client.patience import Patience
from fanfolio_client.version import VERSION

__version__ = VERSION

__all__ = [
    "AsyncClient",
    "AsyncImportedLibrary",
    "Book",
    "Checks",
    "Client",
    "Complaint",
    "Counts",
    "Coverage",
    "Dashboard",
    "FailedBook",
    "Failures",
    "FanfolioError",
    "Health",
    "ImportedLibrary",
    "Job",
    "JobFailure",
    "JobState",
    "Patience",
    "PausedCatalogue",
    "Problem",
    "Progress",
    "Ratings",
    "Tally",
    "Timeouts",
    "Totals",
    "errors",
]
