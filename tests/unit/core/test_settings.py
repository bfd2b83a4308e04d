"""Settings fail early and by name."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from fanfolio.domain.errors import SettingsInvalid
from fanfolio.settings import REQUIRED, Settings, variable_of

COMPLETE = {variable_of(name): "x" for name in REQUIRED}


def test_a_complete_environment_is_read_with_defaults() -> None:
    settings = Settings.from_environment({**COMPLETE, "PATH": "/bin"})

    assert settings.bucket == "x"
    assert settings.books_per_message == 100


def test_every_missing_setting_is_named() -> None:
    with pytest.raises(SettingsInvalid) as caught:
        Settings.from_environment({})

    for name in REQUIRED:
        assert variable_of(name) in str(caught.value)


def test_an_empty_setting_counts_as_missing() -> None:
    with pytest.raises(SettingsInvalid, match="FANFOLIO_BUCKET"):
        Settings.from_environment({**COMPLETE, "FANFOLIO_BUCKET": ""})


def test_a_misspelt_setting_is_named() -> None:
    with pytest.raises(SettingsInvalid, match="unknown setting FANFOLIO_BUKET"):
        Settings.from_environment({**COMPLETE, "FANFOLIO_BUKET": "x"})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("FANFOLIO_BOOKS_PER_MESSAGE", "many"),
        ("FANFOLIO_BOOKS_PER_MESSAGE", "0"),
        ("FANFOLIO_BOOKS_PER_MESSAGE", "101"),
        ("FANFOLIO_MAX_UPLOAD_BYTES", "-1"),
        ("FANFOLIO_JOB_DEADLINE_S", "5"),
        ("FANFOLIO_RETENTION_DAYS", "0"),
        ("FANFOLIO_OPEN_LIBRARY_RATE_PER_S", "0"),
        ("FANFOLIO_OPEN_LIBRARY_BURST", "0"),
        ("FANFOLIO_GOOGLE_BOOKS_PER_DAY", "-1"),
        ("FANFOLIO_CONTACT", "nobody"),
    ],
)
def test_a_malformed_setting_names_itself(variable: str, value: str) -> None:
    with pytest.raises(SettingsInvalid, match=variable):
        Settings.from_environment({**COMPLETE, variable: value})


@pytest.mark.parametrize("contact", ["reader@example.org", "https://example.org/about"])
def test_a_contact_is_an_address_somebody_can_write_to_or_visit(contact: str) -> None:
    Settings.from_environment({**COMPLETE, "FANFOLIO_CONTACT": contact}).require_contact()


@pytest.mark.parametrize(
    "url", ["https://openlibrary.org", "http://openlibrary.org/", "https://www.openlibrary.org"]
)
def test_the_live_open_library_is_not_asked_anonymously(url: str) -> None:
    with pytest.raises(SettingsInvalid, match=r"CONTACT=you@example\.org"):
        Settings.from_environment({**COMPLETE, "FANFOLIO_OPEN_LIBRARY_URL": url}).require_contact()


def test_a_simulated_open_library_needs_no_contact() -> None:
    Settings.from_environment(
        {**COMPLETE, "FANFOLIO_OPEN_LIBRARY_URL": "http://127.0.0.1:9"}
    ).require_contact()


def test_every_setting_is_documented() -> None:
    documented = set(re.findall(r"FANFOLIO_[A-Z_]+", Path("docs/settings.md").read_text()))

    assert documented == {variable_of(field.name) for field in fields(Settings)}
