"""The dashboard document: assembled from books and look-ups, stored and shared as JSON, version 1."""

from fanfolio.domain.dashboard.assembly import assemble_dashboard
from fanfolio.domain.dashboard.classification import Classifier
from fanfolio.domain.dashboard.document import (
    DASHBOARD_VERSION,
    Coverage,
    Dashboard,
    JobFacts,
    decode_dashboard,
    encode_dashboard,
)

__all__ = [
    "DASHBOARD_VERSION",
    "Classifier",
    "Coverage",
    "Dashboard",
    "JobFacts",
    "assemble_dashboard",
    "decode_dashboard",
    "encode_dashboard",
]
