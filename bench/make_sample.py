"""Write the sample library and the simulator's table of its works from ``catalogue_sim/sample/books.tsv``.

``python -m bench.make_sample`` writes both; the same source always gives the same bytes.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from bench.sample_library.books import read_books
from bench.sample_library.catalogue import table_lines
from bench.sample_library.export import export_csv
from bench.sample_library.reader import readings_of

LIBRARY = Path("services/local/sample/library.csv")
WORKS = Path("catalogue_sim/sample/works.jsonl")


def sample_files() -> Mapping[Path, bytes]:
    """The files of the sample, made anew from the source in the current folder."""
    books = read_books()
    lines = [msgspec.json.encode(line) for line in table_lines(books)]
    return {
        LIBRARY: export_csv(readings_of(books)).encode(),
        WORKS: b"\n".join(lines) + b"\n",
    }


def main() -> None:
    """Write the files and say how large they are."""
    for path, content in sample_files().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{path}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
