/** Genres, and how their mix changes. */
import { DATED, type Filters, UNKNOWN } from "../model/filters";
import type { Genres, GenresOverTime } from "../model/shapes";
import type { Untold } from "../model/outcomes";
import { count, counted, listed, percent } from "../model/words";
import { type ChartModel, leftOut, type LinkTo, untoldBooks } from "./model";
import { tallyCells } from "./time";

const MOST_BARS = 14;
const MOST_SERIES = 6;

export function genresChart(genres: Genres, read: number, untold: Untold, link: LinkTo): ChartModel {
  const rows = genres.rows.filter((row) => row.books > 0);
  const first = rows.slice(0, 3).map((row) => row.genre);
  const href = (genre: string) => link(ofGenre(genre));
  return {
    title: "Genres",
    sentence:
      first.length > 0
        ? `Most often ${listed(first)}; ${rows[0]?.genre} in ${percent(rows[0]?.books ?? 0, read)} of the finished books. A book counts in each of its genres.`
        : "No finished book here has a genre.",
    drawing: {
      kind: "bars",
      sizes: "Finished books",
      places: rows.slice(0, MOST_BARS).map((row) => row.genre),
      marks: rows.slice(0, MOST_BARS).map((row) => ({
        at: row.genre,
        size: row.books,
        label: `${row.genre}: ${counted(row.books, "book")}`,
        href: href(row.genre),
      })),
    },
    columns: ["Genre", "Books", "Pages", "Pages unknown", "Mean rating", "With unread"],
    rows: rows.map((row) => ({
      cells: [row.genre, ...tallyCells(row), count(row.in_library)],
      href: href(row.genre),
    })),
    leftOut: leftOut([
      genres.without_genre.books,
      `${counted(genres.without_genre.books, "finished book")} without a genre`,
      link(ofGenre(UNKNOWN)),
    ]),
    untold: untoldBooks(untold, link),
  };
}

export function genresOverTimeChart(genres: GenresOverTime, untold: Untold, link: LinkTo): ChartModel {
  const shown = genres.rows.slice(0, MOST_SERIES);
  const series = shown.map((row, index) => ({ name: row.genre, tone: `--series-${index + 1}` }));
  const years = genres.years;
  const withoutGenre = genres.without_genre.reduce((one, other) => one + other, 0);
  const books = (row: { books: readonly number[] }, at: number) => row.books[at] ?? 0;
  return {
    title: "Genres over time",
    sentence:
      shown.length > 0
        ? `The ${counted(shown.length, "most read genre")} year by year. A book with two of them counts in both.`
        : "No finished book here has a genre and a day.",
    drawing: {
      kind: "stack",
      axis: "Year of finishing",
      sizes: "Books in each genre",
      series,
      places: years.map(String),
      marks: shown.flatMap((row, index) =>
        years.map((year, at) => ({
          at: String(year),
          group: row.genre,
          size: books(row, at),
          tone: `--series-${index + 1}`,
          label: `${row.genre}, ${year}: ${counted(books(row, at), "book")}`,
          href: link({ genre: row.genre, year: String(year) }),
        })),
      ),
    },
    columns: ["Year", ...shown.map((row) => row.genre)],
    rows: years.map((year, at) => ({
      cells: [String(year), ...shown.map((row) => count(books(row, at)))],
      href: link({ year: String(year) }),
    })),
    leftOut: leftOut(
      [genres.undated, `${counted(genres.undated, "finished book")} without a day`, link({ year: UNKNOWN })],
      [withoutGenre, `${counted(withoutGenre, "dated book")} without a genre`, link({ ...ofGenre(UNKNOWN), year: DATED })],
    ),
    untold: untoldBooks(untold, link),
  };
}

function ofGenre(genre: string): Filters {
  return { genre, status: "read" };
}
