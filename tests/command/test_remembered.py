"""The file that remembers owner tokens."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fanfolio_client.command.remembered import Remembered, RememberedImport

HERE = "http://localhost:8000"
NOW = datetime.now(UTC)


def made(number: int, *, url: str = HERE, days: int = 30) -> RememberedImport:
    return RememberedImport(
        url=url,
        job_id=f"{number:032x}",
        owner_token=f"token {number}",
        file_name="export.csv",
        created_at=NOW.isoformat(),
        expires_at=(NOW + timedelta(days=days)).isoformat(),
    )


@pytest.fixture
def remembered(tmp_path: Path) -> Remembered:
    return Remembered.of_user({"XDG_STATE_HOME": str(tmp_path)})


def test_imports_are_remembered_oldest_first(remembered: Remembered) -> None:
    remembered.keep(made(1))
    remembered.keep(made(2))

    assert remembered.of_service(HERE) == (made(1), made(2))


def test_a_token_is_for_the_service_that_gave_it(remembered: Remembered) -> None:
    remembered.keep(made(1))

    assert remembered.of_service("http://localhost:9000") == ()
    assert remembered.of_service("https://localhost:8000") == ()
    assert remembered.of_service("http://localhost:8000/other") == ()
    assert remembered.of_service("http://127.0.0.1:8000/") == (made(1),)


def test_what_has_expired_is_forgotten(remembered: Remembered) -> None:
    remembered.keep(made(1, days=-1))
    remembered.keep(made(2))

    assert remembered.of_service(HERE) == (made(2),)
    assert "token 1" not in remembered.path.read_text()


def test_one_import_is_forgotten_and_the_others_are_not(remembered: Remembered) -> None:
    remembered.keep(made(1))
    remembered.keep(made(2))

    remembered.forget(made(1).job_id)

    assert remembered.of_service(HERE) == (made(2),)


@pytest.mark.parametrize(
    "damaged",
    [
        b'{"version": 1, "imports": [{"url"',
        b"[]",
        b'{"imports": [{"job": "of a later version"}]}',
        b"\xff\xfe\x00",
    ],
)
def test_a_damaged_file_is_no_reason_to_stop_and_is_put_aside(remembered: Remembered, damaged: bytes) -> None:
    remembered.keep(made(1))
    remembered.path.write_bytes(damaged)

    before = remembered.of_service(HERE)
    aside = remembered.keep(made(2))

    assert before == ()
    assert remembered.of_service(HERE) == (made(2),)
    assert aside is not None
    assert aside.name.startswith("imports.json.damaged-")
    assert aside.read_bytes() == damaged
    assert remembered.keep(made(3)) is None


def test_forgetting_puts_a_damaged_file_aside_too(remembered: Remembered) -> None:
    remembered.keep(made(1))
    remembered.path.write_text("torn")

    aside = remembered.forget(made(1).job_id)

    assert aside is not None
    assert aside.read_text() == "torn"


def test_only_its_user_can_read_it_whatever_the_mask(remembered: Remembered) -> None:
    before = os.umask(0)
    try:
        remembered.keep(made(1))
    finally:
        os.umask(before)

    assert stat.S_IMODE(remembered.path.stat().st_mode) == 0o600


def test_commands_that_run_at_once_lose_nothing(remembered: Remembered) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: remembered.keep(made(number)), range(40)))

    assert {kept.job_id for kept in remembered.of_service(HERE)} == {
        made(number).job_id for number in range(40)
    }


def test_without_a_state_directory_it_lies_below_the_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    assert Remembered.of_user({}).path == tmp_path / ".local/state/fanfolio/imports.json"
    assert Remembered.of_user({"XDG_STATE_HOME": "relative"}).path.is_relative_to(tmp_path)
