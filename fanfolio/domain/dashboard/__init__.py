"""The dashboard document: assembled from books and look-ups, stored and shared as JSON, version 1."""

from fanfolio.domain.dashboard.assembly import assemble_dashboard
from fanfolio.domain.dashboard.document import DASHBOARD_VERSION, Coverage, Dashboard, JobFacts
from fanfolio.domain.dashboard.encoding import decode_dashboard, encode_dashboard, encode_in_parts
from fanfolio.domain.dashboard.entries import EntryWriter

__all__ = [
    "DASHBOARD_VERSION",
    "Coverage",
    "Dashboard",
    "EntryWriter",
    "JobFacts",
    "assemble_dashboard",
    "decode_dashboard",
    "encode_dashboard",
    "encode_in_parts",
]
