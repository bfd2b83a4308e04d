/** What the figures leave out or take as unknown, in the order in which it is told; with the way to those books. */
import { type Filters, UNKNOWN } from "./filters";
import type { Dashboard } from "./shapes";

export interface Gap {
  readonly books: number;
  /** What stands after the number of books, be it one or many. */
  readonly text: string;
  readonly filters?: Filters;
}

/** The gaps that there are. */
export function gapsOf({ coverage, statistics }: Pick<Dashboard, "coverage" | "statistics">): Gap[] {
  const { totals } = statistics;
  const finished = (filters: Filters): Filters => ({ ...filters, status: "read" });
  const gaps: Gap[] = [
    { books: coverage.unmatched, text: "in no catalogue that was asked", filters: { found: "unmatched" } },
    { books: coverage.unavailable, text: "not looked up: no catalogue answered", filters: { found: "unavailable" } },
    { books: coverage.undated, text: "finished on a day unknown", filters: { year: UNKNOWN } },
    { books: coverage.unrated, text: "finished, without a rating of yours", filters: finished({ rating: UNKNOWN }) },
    { books: coverage.without_genres, text: "finished, without a genre", filters: finished({ genre: UNKNOWN }) },
    { books: coverage.without_author, text: "finished, without an author", filters: finished({ author: UNKNOWN }) },
    { books: coverage.without_pages, text: "finished, without a page count", filters: finished({ pages: UNKNOWN }) },
    {
      books: coverage.without_first_year,
      text: "finished, without a year of first publication",
      filters: finished({ era: UNKNOWN }),
    },
    { books: coverage.implausible_days, text: "with a day that cannot be true, which is taken as unknown" },
    { books: coverage.implausible_years, text: "with a year that cannot be true, which is taken as unknown" },
    {
      books: coverage.dated_but_not_read,
      text: "with a day of finishing, but on a shelf of your own: not counted as finished",
    },
    {
      books: totals.books - totals.read,
      text: "not finished: only genres count these, beside the finished ones",
      filters: { status: "unread" },
    },
  ];
  return gaps.filter(({ books }) => books > 0);
}
