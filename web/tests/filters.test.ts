import { describe, expect, it } from "vitest";
import { chosenOf, DATED, filtersOf, searchOf, UNKNOWN, type Filters } from "../src/model/filters";
import { gapsOf } from "../src/model/gaps";
import { libraryOf } from "../src/model/library";
import type { Dashboard } from "../src/model/shapes";
import { statisticsOf } from "../src/model/statistics";
import twelveBooks from "./twelveBooks.json";

const dashboard = twelveBooks as unknown as Dashboard;
const library = libraryOf(dashboard, (genre) => (genre === "Space Opera" ? ["Science Fiction"] : []));

function numbers(filters: Filters): number[] {
  return chosenOf(library, filters).map((entry) => entry.book.number);
}

describe("a filter", () => {
  it.each<[string, Filters, number[]]>([
    ["by year takes books that count as read only", { year: "2023" }, []],
    ["by year takes a book that went back to to-read", { year: "2024" }, [4, 7, 12]],
    ["by unknown year takes read books without a day", { year: UNKNOWN }, [5, 6, 11]],
    ["by any year takes read books with a day", { year: DATED }, [1, 2, 3, 4, 7, 12]],
    ["by month takes that month of every year", { month: "3" }, [2, 3]],
    ["by genre takes the genres that imply it", { genre: "Science Fiction" }, [1, 2, 5, 8, 12]],
    ["by shelf takes exclusive shelves", { shelf: "did-not-finish" }, [9]],
    ["by shelf takes the reader's own shelves", { shelf: "fav" }, [1, 3, 12]],
    ["by rating takes half stars", { rating: "2.5" }, [9]],
    ["by author ignores case and spaces", { author: "ada  holt" }, [1, 2, 11]],
    ["by author takes later names too", { author: "Ned Narrator" }, [1]],
    ["by author's newness asks the whole library", { year: "2024", authors: "known" }, [12]],
    ["by era takes both ends", { era: "1990..1998" }, [1, 2]],
    ["by era reaches before the year one", { era: "..-1" }, [4]],
    ["by pages may be open", { pages: "1000.." }, [6]],
    ["by difference takes the nearest half star", { crowd: "-0.5" }, [3, 9]],
    ["by status tells read from unread", { status: "unread" }, [8, 9, 10]],
    ["by outcome takes what nobody could look up", { found: "unavailable" }, [7, 10]],
    ["by text searches titles, authors and series", { q: "quay" }, [1, 2, 8]],
    ["by text wants every word", { q: "HOLT  salt" }, [2]],
    ["that makes no sense takes nothing", { era: "the nineties" }, []],
  ])("%s", (_, filters, expected) => {
    expect(numbers(filters)).toEqual(expected);
  });

  it("combines with the others", () => {
    expect(numbers({ genre: "History", shelf: "fav", rating: "3" })).toEqual([3]);
  });
});

describe("a text filter", () => {
  const accented = libraryOf({
    books: dashboard.books.slice(0, 1).map((book) => ({ ...book, title: "Crème Brûlée’s Straße" })),
  });

  it.each(["creme brulee", "BRÛLÉE", "brulee's", "strasse"])("finds an accented title by %s", (q) => {
    expect(chosenOf(accented, { q })).toHaveLength(1);
  });
});

describe("the address", () => {
  it("says the same after being written and read", () => {
    const filters: Filters = { q: "cats & dogs", genre: "Science Fiction", year: UNKNOWN };
    expect(filtersOf(new URLSearchParams(searchOf(filters)))).toEqual(filters);
  });

  it("leaves out what is not filtered", () => {
    expect(searchOf({})).toBe("");
    expect(filtersOf(new URLSearchParams("year=&view=books"))).toEqual({});
  });

  it("keeps what else it says", () => {
    expect(searchOf({ year: "2024" }, { view: "books", book: undefined })).toBe("?year=2024&view=books");
  });
});

describe("each mark of a chart", () => {
  const statistics = statisticsOf(library.entries, library.met);
  const rows: [string, Filters, number][] = [
    ...statistics.by_time.months.map((row): [string, Filters, number] => [
      `${row.year}-${row.month}`,
      { year: String(row.year), month: String(row.month) },
      row.books,
    ]),
    ...statistics.ratings.histogram.map((row): [string, Filters, number] => [
      `${row.stars} stars`,
      { rating: String(row.stars) },
      row.books,
    ]),
    ...statistics.crowd.histogram.map((row): [string, Filters, number] => [
      `difference ${row.difference}`,
      { crowd: String(row.difference) },
      row.books,
    ]),
    ...statistics.genres.rows.map((row): [string, Filters, number] => [
      row.genre,
      { genre: row.genre, status: "read" },
      row.books,
    ]),
    ...statistics.eras.decades.map((row): [string, Filters, number] => [
      `from ${row.first}`,
      { era: `${row.first}..${row.last}`, status: "read" },
      row.books,
    ]),
    ...statistics.lengths.histogram.map((row): [string, Filters, number] => [
      `from ${row.first} pages`,
      { pages: `${row.first}..${row.last ?? ""}`, status: "read" },
      row.books,
    ]),
  ];

  it.each(rows)("leads to exactly its books: %s", (_, filters, books) => {
    expect(chosenOf(library, filters)).toHaveLength(books);
  });
});

describe("a gap in the figures", () => {
  const gaps = gapsOf(dashboard);

  it("is told of every kind that this library has", () => {
    expect(gaps.map(({ books }) => books)).toEqual([2, 2, 3, 2, 3, 1, 1, 1, 1, 1, 1, 3]);
  });

  it.each(gaps.flatMap(({ text, books, filters }) => (filters ? [[text, filters, books] as const] : [])))(
    "leads to exactly its books: %s",
    (_, filters, books) => {
      expect(numbers(filters)).toHaveLength(books);
    },
  );
});
