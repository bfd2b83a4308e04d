"""The environment in which every part of the pipeline runs on this machine."""

import os
from collections.abc import Mapping

from fanfolio.domain.errors import SettingsInvalid
from fanfolio.settings import PREFIX, Settings, variable_of
from services.local.children import LOOPBACK
from services.local.function_shapes import AGGREGATOR, ORCHESTRATOR
from services.local.resources import Resources, queue_url

# The simulator, like Open Library, wants to know whom to contact.
_CONTACT_FOR_THE_SIMULATOR = "local@example.org"


def settings_variables(
    names: Resources,
    *,
    emulator_url: str,
    simulator_url: str | None,
    contact: str | None,
    more: Mapping[str, str],
) -> dict[str, str]:
    """All FANFOLIO_ variables, checked; this machine's own may set what is not decided here.

    Raises SettingsInvalid, also where the live catalogues would be asked without a contact.
    """
    decided = {
        "bucket": names.bucket,
        "jobs_table": names.jobs_table,
        "cache_table": names.cache_table,
        "queue_url": queue_url(emulator_url, names.queue),
        "orchestrator_function": ORCHESTRATOR.name,
        "aggregator_function": AGGREGATOR.name,
    }
    if simulator_url is not None:
        decided |= {"open_library_url": simulator_url, "google_books_url": simulator_url}
        contact = contact or _CONTACT_FOR_THE_SIMULATOR
    if contact:
        decided["contact"] = contact
    inherited = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    variables = inherited | {variable_of(name): value for name, value in decided.items()} | dict(more)
    checked = Settings.from_environment(variables)
    try:
        checked.require_contact()
    except SettingsInvalid as exc:
        raise SettingsInvalid(f"{exc}; or ask a simulated catalogue: make run CATALOGUE=sim") from None
    return variables


def process_variables(settings: Mapping[str, str], aws: Mapping[str, str]) -> dict[str, str]:
    """What a process of the pipeline gets: this machine's environment, but AWS settings only of the emulator."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", PREFIX))}
    loopback = {name: _with_loopback(os.environ.get(name, "")) for name in ("NO_PROXY", "no_proxy")}
    return {**kept, **loopback, **settings, **aws}


def _with_loopback(unproxied: str) -> str:
    return ",".join(filter(None, [unproxied, LOOPBACK, "localhost"]))
