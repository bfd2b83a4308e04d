"""Catalogues that are down: the import waits in words, ends with what is known, and can be tried again."""

import httpx
from playwright.sync_api import Route, expect

from tests.browser.reader import Reader
from tests.fixtures.exports import goodreads_export

# Four attempts with their pauses; and until a catalogue that was left alone is asked again.
DOWN_MS = 180_000


def test_with_the_catalogues_down_the_dashboard_comes_all_the_same_and_can_be_completed_later(
    reader: Reader, catalogues: httpx.Client
) -> None:
    page = reader.page
    catalogues.post("/_sim/settings", json={"errors": {"503": 1.0}}).raise_for_status()
    reader.open("/")
    # Books that no other test has looked up: what the cache knows needs no catalogue.
    reader.choose("thirty.csv", goodreads_export(30, seed=30, first=50_000))

    expect(
        page.get_by_text("Waiting for the catalogues").or_(page.get_by_text("does not answer just now"))
    ).to_be_visible()
    expect(page.get_by_text("at the latest you see your dashboard")).to_be_visible()
    reader.picture("waiting")

    expect(page.get_by_role("navigation", name="Views")).to_be_visible(timeout=DOWN_MS)
    expect(page.get_by_text("0 of 30 books found in a catalogue")).to_be_visible()
    genres = page.get_by_role("figure", name="Genres", exact=True)
    expect(genres).to_contain_text("finished books not looked up")
    expect(genres.get_by_role("link", name="try these again")).to_have_attribute("href", "#retry")
    reader.draw_everything()
    reader.picture("catalogues-down")

    catalogues.post("/_sim/settings", json={"errors": {}}).raise_for_status()
    page.get_by_role("button", name="Look these 30 up again").click()
    expect(page.get_by_text("The figures below are those from before.")).to_be_visible()
    reader.picture("retrying", full=False)
    expect(page.get_by_text("30 of 30 books found in a catalogue")).to_be_visible(timeout=DOWN_MS)
    expect(page.get_by_role("button", name="Look these 30 up again")).to_have_count(0)


def test_a_service_that_does_not_answer_for_a_moment_is_asked_again(reader: Reader) -> None:
    page = reader.page
    page.route("**/v1/jobs/*", lambda route: route.abort())
    reader.open("/")
    reader.choose_sample()

    expect(page.get_by_text("The service does not answer just now.")).to_be_visible()

    page.unroute("**/v1/jobs/*")
    reader.wait_for_library()


def test_a_sample_library_that_does_not_arrive_says_so_and_may_be_asked_for_again(reader: Reader) -> None:
    page = reader.page
    reader.open("/")
    for lose in (lambda route: route.abort(), lambda route: route.fulfill(status=503, body="no")):
        page.route("**/assets/*.csv", lose)
        reader.choose_sample()
        expect(page.get_by_role("alert")).to_contain_text("The sample library did not arrive")
        page.unroute("**/assets/*.csv")

    reader.choose_sample()
    reader.wait_for_library()


def test_a_library_whose_deletion_was_answered_in_vain_counts_as_deleted(reader: Reader) -> None:
    page = reader.page
    reader.open("/")
    reader.choose("three.csv", goodreads_export(3))
    reader.wait_for_library()
    reader.look_at("Share")

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "DELETE":
            assert route.fetch().status == 204
            route.abort()
        else:
            route.continue_()

    page.route("**/v1/jobs/*", lose_the_answer)
    page.get_by_role("button", name="Delete everything").click()
    page.get_by_role("button", name="Yes, delete everything").click()
    expect(page.get_by_role("alert")).to_contain_text("Fanfolio cannot be reached")

    page.unroute("**/v1/jobs/*")
    page.get_by_role("button", name="Yes, delete everything").click()
    expect(page.get_by_text("Deleted: nothing of that library is left here.")).to_be_visible()
    expect(page.get_by_role("link", name="three.csv")).to_have_count(0)


def test_an_upload_that_does_not_arrive_says_so_and_may_be_sent_again(reader: Reader) -> None:
    page = reader.page
    page.route("**/v1/jobs", lambda route: route.abort())
    reader.open("/")
    reader.choose_sample()

    expect(page.get_by_role("alert")).to_contain_text("Fanfolio cannot be reached")

    page.unroute("**/v1/jobs")
    reader.choose_sample()
    reader.wait_for_library()
