"""A work's edition as Google Books tells of it: short in a list, at length on its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue_sim import isbn as isbns
from catalogue_sim.dice import Dice
from catalogue_sim.works import Work

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """An edition of a work; ``isbn13`` is ``None`` where it has none."""

    work: Work
    isbn13: str | None

    @property
    def name(self) -> str:
        """The twelve characters it is known under."""
        dice = Dice("volume", self.work.key, self.isbn13)
        return "".join(dice.one_of(_ALPHABET) for _ in range(8)) + "QBAJ"


def volume_of(work: Work, *, isbn13: str | None = None) -> Volume:
    """The edition with this ISBN, or any one."""
    return Volume(work=work, isbn13=isbn13 or next(filter(None, map(isbns.to_13, work.isbn)), None))


def volume_in_list(volume: Volume, *, lite: bool) -> dict[str, Any]:
    """A volume of a search: one short category at most (with the lite projection none), a plain description."""
    info = _info(volume)
    if volume.work.categories and not lite:
        info["categories"] = [volume.work.categories[0].split(" / ")[0]]
    if volume.work.description:
        info["description"] = volume.work.description
    return _wrapped(volume, info)


def volume_alone(volume: Volume) -> dict[str, Any]:
    """A volume asked for by its name: full category paths, a description in HTML."""
    info = _info(volume)
    if volume.work.categories:
        info["categories"] = list(volume.work.categories)
    if volume.work.description:
        info["description"] = f"<p>{volume.work.description}</p>"
    return _wrapped(volume, info)


def _wrapped(volume: Volume, info: Mapping[str, Any]) -> dict[str, Any]:
    name = volume.name
    return {
        "kind": "books#volume",
        "id": name,
        "etag": name[::-1],
        "selfLink": f"https://www.googleapis.com/books/v1/volumes/{name}",
        "volumeInfo": info,
        "saleInfo": {"country": "US", "saleability": "NOT_FOR_SALE", "isEbook": False},
        "accessInfo": {"country": "US", "viewability": "NO_PAGES", "publicDomain": False},
    }


def _info(volume: Volume) -> dict[str, Any]:
    work, dice = volume.work, Dice("volume-info", volume.work.key, volume.isbn13)
    info = {
        "title": work.title,
        "subtitle": work.subtitle,
        "authors": list(work.author_name),
        "publishedDate": _edition_date(work, dice),
        "industryIdentifiers": _industry_identifiers(volume.isbn13),
        "pageCount": work.number_of_pages_median,
        "printType": "BOOK",
        "averageRating": round(2 * work.ratings_average) / 2 if work.ratings_average else None,
        "ratingsCount": 1 + (work.ratings_count or 0) % 50 if work.ratings_average else None,
        "maturityRating": "NOT_MATURE",
        "imageLinks": _images(volume.name) if work.cover_i else None,
        "language": "en" if not work.language or "eng" in work.language else work.language[0][:2],
    }
    return {field: value for field, value in info.items() if value}


def _images(name: str) -> dict[str, str]:
    image = f"http://books.google.com/books/content?id={name}&printsec=frontcover&img=1"
    return {
        "smallThumbnail": f"{image}&zoom=5&edge=curl&source=gbs_api",
        "thumbnail": f"{image}&zoom=1&edge=curl&source=gbs_api",
    }


def _edition_date(work: Work, dice: Dice) -> str | None:
    if work.first_publish_year is None:
        return None
    year = f"{max(1900, work.first_publish_year) + dice.below(12):04d}"
    month, day = f"{dice.between(1, 12):02d}", f"{dice.between(1, 28):02d}"
    return dice.one_of((year, f"{year}-{month}", f"{year}-{month}-{day}"))


def _industry_identifiers(isbn13: str | None) -> list[dict[str, str]]:
    if isbn13 is None:
        return []
    forms = {"ISBN_13": isbn13, "ISBN_10": isbns.to_10(isbn13)}
    return [{"type": kind, "identifier": number} for kind, number in forms.items() if number]
