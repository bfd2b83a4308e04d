"""What the names of bindings mean."""

import pytest

from fanfolio.domain.statistics.formats import Format, format_of


@pytest.mark.parametrize(
    ("binding", "meaning"),
    [
        ("Paperback", Format.PAPERBACK),
        ("Mass Market Paperback", Format.PAPERBACK),
        ("Perfect Paperback", Format.PAPERBACK),
        ("Softcover", Format.PAPERBACK),
        ("Taschenbuch", Format.PAPERBACK),
        ("Broché", Format.PAPERBACK),
        ("Poche", Format.PAPERBACK),
        ("Hardcover", Format.HARDCOVER),
        ("Hardback", Format.HARDCOVER),
        ("Library Binding", Format.HARDCOVER),
        ("Gebundene Ausgabe", Format.HARDCOVER),
        ("Leather Bound", Format.HARDCOVER),
        ("Kindle Edition", Format.EBOOK),
        ("ebook", Format.EBOOK),
        ("E-book", Format.EBOOK),
        ("digital", Format.EBOOK),
        ("Nook", Format.EBOOK),
        ("Audible Audio", Format.AUDIOBOOK),
        ("Audio CD", Format.AUDIOBOOK),
        ("MP3 CD", Format.AUDIOBOOK),
        ("audio", Format.AUDIOBOOK),
        ("Audiobook", Format.AUDIOBOOK),
        ("Cards", Format.OTHER),
        ("Comic", Format.OTHER),
        ("Unknown Binding", Format.UNKNOWN),
        ("  ", Format.UNKNOWN),
        (None, Format.UNKNOWN),
    ],
)
def test_a_binding_means_a_format(binding, meaning):
    assert format_of(binding) is meaning
