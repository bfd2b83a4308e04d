"""An example for every answer: invented books, as the API would tell of them."""

from typing import Any

_ID = "8f14e45fceea167a5a36dedd4bea2543"
_ADDRESS = f"/v1/jobs/{_ID}"

ACCEPTED: dict[str, Any] = {
    "job_id": _ID,
    "state": "accepted",
    "created_at": "2026-03-01T12:00:00Z",
    "deadline": "2026-03-01T12:10:00Z",
    "expires_at": "2026-03-31T12:00:00Z",
    "steps": {"accepted": "2026-03-01T12:00:00Z"},
    "layout": "Goodreads, 24 columns",
    "rows": None,
    "total": None,
    "complaints": None,
    "settled": 0,
    "counts": {"matched": 0, "unmatched": 0, "unavailable": 0},
    "failure": None,
    "links": {
        "self": _ADDRESS,
        "dashboard": f"{_ADDRESS}/dashboard",
        "failures": f"{_ADDRESS}/failures",
        "books_csv": f"{_ADDRESS}/books.csv",
        "page": f"/jobs/{_ID}",
    },
    "owner_token": "q3Zk9mB1uT7xWc0LrVfYh2sDgN5pJeXaKoI8bUv4tEs",
}

_WITHOUT_TOKEN = {name: value for name, value in ACCEPTED.items() if name != "owner_token"}

RUNNING: dict[str, Any] = _WITHOUT_TOKEN | {
    "state": "enriching",
    "deadline": "2026-03-01T12:10:11.3Z",
    "steps": {
        "accepted": "2026-03-01T12:00:00Z",
        "reading": "2026-03-01T12:00:00.4Z",
        "enriching": "2026-03-01T12:00:00.9Z",
    },
    "rows": 566,
    "total": 565,
    "complaints": 1,
    "settled": 300,
    "counts": {"matched": 291, "unmatched": 9, "unavailable": 0},
}

COMPLETE: dict[str, Any] = RUNNING | {
    "state": "complete",
    "steps": RUNNING["steps"]
    | {"assembling": "2026-03-01T12:00:03.6Z", "complete": "2026-03-01T12:00:03.9Z"},
    "settled": 565,
    "counts": {"matched": 548, "unmatched": 17, "unavailable": 0},
}

UPLOAD: dict[str, Any] = {
    "upload_id": "45c48cce2e2d7fbdea1afc51c7c6ad26",
    "url": "https://fanfolio-example.s3.amazonaws.com/",
    "fields": {
        "Content-Type": "text/csv",
        "key": "uploads/45c48cce2e2d7fbdea1afc51c7c6ad26.csv",
        "policy": "eyJleHBpcmF0aW9uIjogIi4uLiJ9",
        "x-amz-signature": "5f0c…",
    },
    "limit_bytes": 134217728,
    "expires_at": "2026-03-01T12:15:00Z",
}

REFERENCE = {"upload_id": UPLOAD["upload_id"], "file_name": "goodreads_library_export.csv"}

FAILURES: dict[str, Any] = {
    "job_id": _ID,
    "total_complaints": 1,
    "total_unmatched": 1,
    "total_unavailable": 1,
    "complaints": [
        {
            "line": 17,
            "column": "Title",
            "kind": "title-missing",
            "advice": "This row has no title, so we don't know which book it is. Add the title, or delete the row.",
        }
    ],
    "books": [
        {
            "number": 42,
            "title": "The Glass Orchard",
            "authors": ["Gita Vance"],
            "outcome": "unmatched",
            "reason": None,
        },
        {
            "number": 43,
            "title": "Salt Ledger",
            "authors": ["Ada Holt"],
            "outcome": "unavailable",
            "reason": "circuit-open",
        },
    ],
    "next": None,
}

BOOKS_CSV = "\ufeffNumber,Title,Series,…\r\n1,Lanterns of Quay,Quay,…\r\n2,'=Equals,,…\r\n"

# Cut short: the whole shape is in docs/dashboard.schema.json.
DASHBOARD: dict[str, Any] = {
    "version": 1,
    "job": {
        "job_id": _ID,
        "created_at": "2026-03-01T12:00:00Z",
        "layout": "Goodreads, 24 columns",
        "rows": 566,
    },
    "coverage": {"total": 565, "matched": 548, "unmatched": 17, "unavailable": 0},
    "statistics": {"totals": {"books": 565, "read": 402, "pages": 141206}},
    "books": [{"number": 1, "title": "Lanterns of Quay", "authors": ["Ada Holt"], "outcome": "matched"}],
    "complaints": FAILURES["complaints"],
}

HEALTH: dict[str, Any] = {"status": "ok", "version": "0.1.0", "stage": "local", "checks": None}

DEEP_HEALTH: dict[str, Any] = HEALTH | {
    "checks": {
        "storage": "ok",
        "waiting_messages": 3,
        "open_jobs": 1,
        "oldest_job_s": 2.4,
        "late_jobs": 0,
        "paused_catalogues": [{"source": "google-books", "until": "2026-03-02T08:00:00Z"}],
    }
}

LINE_FAULT = FAILURES["complaints"][0]
PLACE_FAULT = {"where": "query.wait", "advice": "Give 20 or less."}
