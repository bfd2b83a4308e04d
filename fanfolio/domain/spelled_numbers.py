"""Numbers that titles spell out or write in Roman figures, as digits: "Nineteen Eighty-Four" is "1984"."""

from collections.abc import Iterator, Sequence

_TO_NINE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TO_FOURTEEN = ("ten", "eleven", "twelve", "thirteen", "fourteen")
_TO_NINETEEN = ("fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNITS = {word: number for number, word in enumerate(_TO_NINE + _TO_FOURTEEN + _TO_NINETEEN, start=1)}
_FACTORS = {"hundred": 100, "thousand": 1_000}
_SPELLED = {**_UNITS, **{word: 10 * number for number, word in enumerate(_TENS, start=2)}, **_FACTORS}

_ROMANS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_ROMAN = {word: str(number) for number, word in enumerate(_ROMANS.split(), start=1)}
_LONE_LETTERS = frozenset("ivx")


def as_number(word: str) -> str:
    """A single figure, Roman figure or spelled number as digits without leading zeros; other words as they are."""
    word = word.casefold()
    return (str(_SPELLED[word]) if word in _SPELLED else _ROMAN.get(word, word)).lstrip("0") or "0"


def in_digits(folded: str) -> str:
    """A folded text with its numbers as digits; a lone "i", "v" or "x" is a number only at the end."""
    words = folded.split()
    if not any(word in _SPELLED or word in _ROMAN for word in words):
        return folded
    return " ".join(_spelled_out_undone([_roman_undone(words, place) for place in range(len(words))]))


def _roman_undone(words: Sequence[str], place: int) -> str:
    word = words[place]
    is_last = place > 0 and place == len(words) - 1
    if word in _ROMAN and len(words) > 1 and (is_last or word not in _LONE_LETTERS):
        return _ROMAN[word]
    return word


def _spelled_out_undone(words: Sequence[str]) -> Iterator[str]:
    place = 0
    while place < len(words):
        end, value = _number_at(words, place)
        yield words[place] if end == place else str(value)
        place = max(end, place + 1)


def _number_at(words: Sequence[str], place: int) -> tuple[int, int]:
    """Where the number that begins here ends, and its value; it ends where it begins if there is none."""
    value = 0
    while place < len(words):
        word = words[place]
        if word in _FACTORS:
            value = max(value, 1) * _FACTORS[word]
        elif word not in _SPELLED or not _may_follow(value, _SPELLED[word]):
            break
        else:
            is_a_year = 10 <= value < 100 <= value * _SPELLED[word] and _SPELLED[word] >= 10
            value = value * 100 + _SPELLED[word] if is_a_year else value + _SPELLED[word]
        place += 1
    return place, value


def _may_follow(value: int, number: int) -> bool:
    """ "Twenty, one", "hundred, five" and "nineteen, eighty" go together; "one, two" are two numbers."""
    if value == 0 or value % 100 == 0:
        return True
    if 10 <= value < 100 and number >= 10:
        return True  # a year
    return value % 100 >= 20 and value % 10 == 0 and number < 10
