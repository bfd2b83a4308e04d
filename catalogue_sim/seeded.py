"""Works that do not exist: stable, plausible, and the same whoever asks, whenever, by whichever of their keys."""

from functools import lru_cache

from catalogue_sim import isbn as isbns
from catalogue_sim.dice import Dice
from catalogue_sim.invention import description_of, name_of, subtitle_of, title_of
from catalogue_sim.profiles import PROFILES, categories_of, subjects_of
from catalogue_sim.works import Work

_GENRE_CODES = tuple(PROFILES)
_LANGUAGES = ("eng", "spa", "fre", "ger", "ita", "por", "rus", "pol", "dut", "jpn", "chi", "ukr", "tur")
_NEIGHBOURS = 4  # ISBNs whose item numbers share a block of four may be editions of one work
_CACHE_SIZE = 20_000


@lru_cache(maxsize=_CACHE_SIZE)
def works_of_isbn(isbn13: str) -> tuple[Work, ...]:
    """The work of a valid ISBN-13, now and then followed by a duplicate that nobody has merged yet."""
    editions = _editions_of(isbn13)
    return _with_duplicate(_invented("isbn:" + editions[0], isbn13s=editions))


@lru_cache(maxsize=_CACHE_SIZE)
def works_of_goodreads_id(goodreads_id: str) -> tuple[Work, ...]:
    """The work of a Goodreads id, now and then with a duplicate; it has no ISBN that would lead elsewhere."""
    return _with_duplicate(_invented("gr:" + goodreads_id, goodreads_id=goodreads_id))


def works_of_pair(title: str, author: str) -> list[Work]:
    """The work with this title by this author, sometimes among books about it or crowded by its own variants."""
    key = f"ta:{title}|{author}".casefold()
    dice = Dice("company", key)
    works = [_invented(key, title=title, author=author)]
    if dice.chance(0.12):
        works.append(_invented(key + "|guide", title=f"Study Guide to {title}", author=name_of(dice)))
    if dice.chance(0.08):
        works.append(_invented(key + "|namesake", title=title, author=name_of(dice)))
    return works + crowd_of(title, author)


def crowd_of(title: str, author: str) -> list[Work]:
    """What fills the page of a popular title (one in twenty-five): boxed sets, adaptations, extracts."""
    key = f"crowd:{title}|{author}".casefold()
    dice = Dice(key)
    if not dice.chance(0.04):
        return []
    kinds = ("Selections from {}", "{} (adaptation)", "{}: the illustrated edition", "{} / other works")
    return [
        _invented(f"{key}|{number}", title=kinds[number % len(kinds)].format(title), author=author)
        for number in range(dice.between(8, 24))
    ]


def works_of_title(title: str) -> list[Work]:
    """Works of this title by people who never met."""
    dice = Dice("title", title.casefold())
    return [
        _invented(f"title:{title}|{number}".casefold(), title=title, author=name_of(dice))
        for number in range(dice.between(1, 4))
    ]


def works_of_author(author: str) -> list[Work]:
    """Works by this author."""
    dice = Dice("author", author.casefold())
    return [
        _invented(f"author:{author}|{number}".casefold(), author=author)
        for number in range(dice.between(2, 9))
    ]


def works_of_words(words: str) -> list[Work]:
    """What a search for bare words finds."""
    dice = Dice("words", words.casefold())
    return [
        _invented(f"words:{words}|{number}".casefold(), title=f"{words.title()} and the {title_of(dice)}")
        for number in range(dice.between(0, 6))
    ]


def author_key_of(name: str) -> str:
    """The key under which an author is known."""
    return f"OL{Dice('author-key', name.casefold()).between(1_000_000, 99_999_999)}A"


def _editions_of(isbn13: str) -> tuple[str, ...]:
    stem, item = isbn13[:10], int(isbn13[10:12])
    block = item // _NEIGHBOURS * _NEIGHBOURS
    dice = Dice("editions", stem, block)
    if not dice.chance(0.25):
        return (isbn13,)
    return tuple(isbns.with_check(f"{stem}{block + step:02d}") for step in range(_NEIGHBOURS))


def _with_duplicate(work: Work) -> tuple[Work, ...]:
    dice = Dice("duplicate", work.key)
    if not dice.chance(0.05):
        return (work,)
    duplicate = Work(
        key=_work_key("duplicate", work.key),
        title=work.title.upper() if dice.chance(0.5) else work.title,
        author_name=work.author_name[:1],
        author_key=work.author_key[:1],
        isbn=work.isbn,
        id_goodreads=work.id_goodreads,
        edition_count=1,
    )
    return work, duplicate


@lru_cache(maxsize=_CACHE_SIZE)
def _invented(
    key: str,
    *,
    title: str | None = None,
    author: str | None = None,
    isbn13s: tuple[str, ...] = (),
    goodreads_id: str | None = None,
) -> Work:
    dice = Dice("work", key)
    codes = dice.some_of(_GENRE_CODES, dice.between(1, 2))
    authors = (author or name_of(dice), *((name_of(dice),) if dice.chance(0.1) else ()))
    rated = dice.chance(0.8)
    return Work(
        key=_work_key("key", key),
        title=title or title_of(dice),
        subtitle=None if title else subtitle_of(dice),
        author_name=authors,
        author_key=tuple(map(author_key_of, authors)),
        isbn=_both_forms(isbn13s, dice),
        id_goodreads=(goodreads_id,) if goodreads_id else (),
        subject=subjects_of(codes, dice=dice) if dice.chance(0.95) else (),
        # Past all that Open Library has given: an invented number must not show a stranger's cover.
        cover_i=dice.between(900_010_000, 914_999_999) if dice.chance(0.92) else None,
        first_publish_year=_first_year(dice) if dice.chance(0.98) else None,
        number_of_pages_median=dice.between(60, 420) + dice.below(300) if dice.chance(0.9) else None,
        ratings_average=round(2.8 + 1.9 * dice.share(), 7) if rated else None,
        ratings_count=1 + dice.below(20) * dice.below(20) if rated else None,
        language=("eng", *dice.some_of(_LANGUAGES[1:], dice.below(4))) if dice.chance(0.97) else (),
        edition_count=max(1, len(isbn13s)) + dice.below(4) * dice.below(12),
        description=description_of(dice) if dice.chance(0.55) else None,
        categories=categories_of(codes),
    )


def _both_forms(isbn13s: tuple[str, ...], dice: Dice) -> tuple[str, ...]:
    listed: list[str] = []
    for isbn13 in isbn13s:
        short, style = isbns.to_10(isbn13), dice.below(4)
        if short is None or style != 0:
            listed.append(isbn13)
        if short is not None and style != 1:
            listed.append(short)
    return tuple(listed)


def _first_year(dice: Dice) -> int:
    return dice.between(1960, 2024) if dice.chance(0.85) else dice.between(1719, 1959)


def _work_key(*words: str) -> str:
    # longer than real keys, so that a few thousand of them hardly ever collide
    return f"/works/OL{Dice(*words).between(10**9, 10**11)}W"
