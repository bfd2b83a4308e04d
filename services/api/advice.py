"""What to do about a request that is not valid: the framework's findings in words for people, quoting nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

_PLACES = {"query": "parameter", "header": "header", "path": "address", "body": "member"}

_BY_NAME = {
    "Idempotency-Key": "Give 16 to 255 characters without spaces, such as a UUID.",
    "upload_id": "Give the upload_id that POST /v1/uploads answered: 32 characters, 0 to 9 and a to f.",
}
_BY_KIND = {
    "missing": "This is missing.",
    "json_invalid": "This is not JSON: {error}.",
    "model_type": "Give a JSON object.",
    "int_parsing": "Give a whole number.",
    "int_from_float": "Give a whole number.",
    "int_parsing_size": "Give a smaller number.",
    "bool_parsing": "Give true or false.",
    "string_type": "Give a text.",
    "string_too_long": "Give at most {max_length} characters.",
    "greater_than_equal": "Give {ge} or more.",
    "less_than_equal": "Give {le} or less.",
}
_UNKNOWN_MEMBER = "Leave out what is neither upload_id nor file_name."
_OTHERWISE = "This does not have the form it needs."


def faults_of(found: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """A place and an advice for each finding of the framework; members that we do not know are not named."""
    faults = (_fault(one) for one in found)
    return list({(fault["where"], fault["advice"]): fault for fault in faults}.values())


def sentence_of(faults: list[dict[str, str]]) -> str:
    """The first of them, and how many more there are."""
    place, _, name = faults[0]["where"].partition(".")
    subject = f"the {_PLACES.get(place, place)} “{name}”" if name else f"the {place}"
    more = f" There is more: see errors ({len(faults)})." if len(faults) > 1 else ""
    return f"Please look at {subject}. {faults[0]['advice']}{more}"


def _fault(found: Mapping[str, Any]) -> dict[str, str]:
    if found["type"] == "extra_forbidden":
        return {"where": str(found["loc"][0]), "advice": _UNKNOWN_MEMBER}
    # Where JSON is broken, the framework counts to the place in the text: the advice has it better.
    place = found["loc"][:1] if found["type"] == "json_invalid" else found["loc"]
    return {"where": ".".join(map(str, place)), "advice": _advice(found)}


def _advice(found: Mapping[str, Any]) -> str:
    if found["type"] in ("missing", "string_type", "string_too_long"):
        return _BY_KIND[found["type"]].format_map(found.get("ctx", {}))
    by_name = _BY_NAME.get(str(found["loc"][-1]))
    return by_name or _BY_KIND.get(found["type"], _OTHERWISE).format_map(found.get("ctx", {}))
