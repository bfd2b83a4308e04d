"""Google's ``fields`` parameter: ``totalItems,items(id,volumeInfo(title,authors))`` keeps just that of a body."""

import re
from typing import Any, TypeAlias

Mask: TypeAlias = dict[str, "Mask"]

_PART = re.compile(r"[(),/]|[^(),/]+")


def masked(body: Any, fields: str | None) -> Any:
    """The parts of ``body`` that ``fields`` names; all of it when it names nothing."""
    return _kept(body, mask_of(fields)) if fields else body


def mask_of(fields: str) -> Mask:
    """The tree that a ``fields`` text spells; parentheses and ``a/b`` go one level down."""
    root: Mask = {}
    levels, here, path = [root], root, root
    for part in _PART.findall(fields):
        if part == "(":
            levels.append(path)
            here = path
        elif part == ")":
            levels = levels[:-1] or [root]
            here = path = levels[-1]
        elif part == ",":
            path = here
        elif part != "/":
            path = path.setdefault(part.strip(), {})
    return root


def _kept(value: Any, mask: Mask) -> Any:
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [_kept(item, mask) for item in value]
    if isinstance(value, dict):
        return {name: _kept(part, mask[name]) for name, part in value.items() if name in mask}
    return value
