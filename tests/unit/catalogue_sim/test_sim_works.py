"""What the simulator knows: its sample, and works that it invents, always the same."""

from hypothesis import given
from hypothesis import strategies as st

from catalogue_sim import isbn as isbns
from catalogue_sim import seeded
from catalogue_sim.dice import Dice
from catalogue_sim.finder import Finder
from catalogue_sim.query import Wanted
from catalogue_sim.table import WorkTable, table_of

any_isbn13 = st.builds(
    lambda prefix, number: isbns.with_check(f"{prefix}{number:09d}"),
    st.sampled_from(["978", "979"]),
    st.integers(0, 10**9 - 1),
)


def finder(*lines: bytes, miss_share: float = 0.0, name: str = "open-library") -> Finder:
    table = table_of(lines) if lines else WorkTable()
    return Finder(table, name=name, seed=1, miss_share=miss_share)


@given(any_isbn13)
def test_any_isbn13_gives_the_same_work_twice(isbn13: str) -> None:
    first = finder().of_isbn(isbn13)
    seeded.works_of_isbn.cache_clear()
    seeded._invented.cache_clear()
    assert finder().of_isbn(isbn13) == first
    assert isbn13 in {isbns.to_13(number) for number in first[0].isbn}


@given(any_isbn13)
def test_every_isbn_a_work_lists_leads_to_that_work(isbn13: str) -> None:
    work = finder().of_isbn(isbn13)[0]
    assert all(finder().of_isbn(number)[0] == work for number in work.isbn)


def test_the_two_forms_of_an_isbn_find_one_work() -> None:
    assert finder().of_isbn("0441172717") == finder().of_isbn("9780441172719")


def test_a_wrong_check_digit_finds_nothing() -> None:
    assert not finder().of_isbn("9780441172718")
    assert not finder().of_isbn("0441172718")


def test_some_works_have_several_editions_and_come_once_when_asked_by_two() -> None:
    works = [seeded.works_of_isbn(isbns.with_check(f"978{n * 4:09d}"))[0] for n in range(200)]
    editions = next({isbns.to_13(number) for number in work.isbn} for work in works if work.edition_count > 3)
    found = finder().find([Wanted(isbn=number) for number in editions])
    assert len({work.title.casefold() for work in found}) == 1


def test_isbn_lists_mix_both_forms() -> None:
    works = [seeded.works_of_isbn(isbns.with_check(f"978{n * 997:09d}"))[0] for n in range(200)]
    forms = {frozenset(map(len, work.isbn)) for work in works}
    assert forms == {frozenset({10}), frozenset({13}), frozenset({10, 13})}


def test_some_keys_have_duplicate_works_with_fewer_editions() -> None:
    pairs = [seeded.works_of_goodreads_id(str(n)) for n in range(400)]
    duplicated = [pair for pair in pairs if len(pair) == 2]
    assert 8 <= len(duplicated) <= 40
    assert all(copy.edition_count == 1 and copy.key != work.key for work, copy in duplicated)
    assert all(copy.title.casefold() == work.title.casefold() for work, copy in duplicated)


def test_the_missing_share_is_about_what_was_set_and_differs_between_catalogues() -> None:
    asked = [isbns.with_check(f"979{n * 4:09d}") for n in range(1_000)]
    here = {isbn for isbn in asked if not finder(miss_share=0.2).of_isbn(isbn)}
    there = {isbn for isbn in asked if not finder(miss_share=0.2, name="google-books").of_isbn(isbn)}
    assert 160 <= len(here) <= 240
    assert here - there
    assert there - here


def test_a_pair_finds_its_title_by_its_author() -> None:
    works = finder().of_pair("The Unwritten Orchard", "Ada Vance")
    assert any(work.title == "The Unwritten Orchard" and "Ada Vance" in work.author_name for work in works)


def test_some_pairs_come_with_namesakes_and_some_in_a_crowd() -> None:
    answers = [seeded.works_of_pair(f"Title {n}", "Ada Vance") for n in range(400)]
    namesakes = [
        work
        for n, works in enumerate(answers)
        for work in works
        if work.title == f"Title {n}" and "Ada Vance" not in work.author_name
    ]
    assert 15 <= len(namesakes) <= 60
    assert 5 <= sum(len(works) > 8 for works in answers) <= 40


def test_the_table_takes_precedence_over_invention_and_over_the_miss_share() -> None:
    line = '{"key":"/works/OL7W","title":"Óbidos","author_name":["Ana Sá"],"isbn":["9780441172719"]}'
    holdings = finder(line.encode(), miss_share=1.0)
    assert [work.key for work in holdings.of_isbn("0441172717")] == ["/works/OL7W"]
    assert [work.key for work in holdings.of_pair("obidos", "ana sa")] == ["/works/OL7W"]


def test_what_the_table_calls_absent_is_not_invented() -> None:
    line = b'{"absent":{"isbn":["9780441172719"],"id_goodreads":["5"],"title":"A B C: the End","author":"N. Body"}}'
    holdings = finder(line)
    assert not holdings.of_isbn("9780441172719")
    assert not holdings.of_goodreads_id("5")
    assert not holdings.of_pair("A B C", "N Body")
    assert holdings.of_goodreads_id("6")


def test_dice_repeat_themselves_and_cover_their_range() -> None:
    assert [Dice("a", n).below(6) for n in range(50)] == [Dice("a", n).below(6) for n in range(50)]
    assert {Dice("b", n).between(1, 6) for n in range(200)} == {1, 2, 3, 4, 5, 6}
    long_lived = Dice("c")
    assert len({long_lived.below(1_000_003) for _ in range(500)}) > 490
    assert not Dice("d").chance(0.0)
    assert Dice("d").chance(1.0)
