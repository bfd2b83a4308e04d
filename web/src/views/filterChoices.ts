/** What a reader can choose from, filter by filter, with how many books that would be. */
import { type FilterName, UNKNOWN } from "../model/filters";
import type { Dashboard } from "../model/shapes";
import { count, stars } from "../model/words";

export type Option = readonly [value: string, text: string];

export interface Choice {
  readonly name: FilterName;
  readonly title: string;
  readonly options: readonly Option[];
}

/** The filters that offer choices, in the order in which they stand. */
export function choicesOf({ statistics, coverage }: Dashboard): Choice[] {
  const withCount = (text: string, books: number) => `${text} (${count(books)})`;
  const unknown = (text: string, books: number): Option[] => (books > 0 ? [[UNKNOWN, withCount(text, books)]] : []);
  return [
    {
      name: "year",
      title: "Year",
      options: [
        ...[...statistics.by_time.years]
          .reverse()
          .filter((row) => row.books > 0)
          .map((row): Option => [String(row.year), withCount(String(row.year), row.books)]),
        ...unknown("Day unknown", coverage.undated),
      ],
    },
    {
      name: "genre",
      title: "Genre",
      options: [...statistics.genres.rows]
        .sort((one, other) => one.genre.localeCompare(other.genre, "en"))
        .map((row): Option => [row.genre, withCount(row.genre, row.in_library)]),
    },
    {
      name: "shelf",
      title: "Shelf",
      options: [...statistics.shelves.exclusive, ...statistics.shelves.own].map(
        (row): Option => [row.shelf, withCount(row.shelf, row.in_library)],
      ),
    },
    {
      name: "rating",
      title: "My rating",
      options: [
        ...[...statistics.ratings.histogram]
          .reverse()
          .filter((row) => row.books > 0)
          .map((row): Option => [String(row.stars), withCount(stars(row.stars), row.books)]),
        ...unknown("Not rated", statistics.ratings.unrated_read + statistics.ratings.unrated_unread),
      ],
    },
    {
      name: "author",
      title: "Author",
      options: [...statistics.authors.top]
        .sort((one, other) => one.author.localeCompare(other.author, "en"))
        .map((row): Option => [row.author, withCount(row.author, row.books)]),
    },
  ];
}
