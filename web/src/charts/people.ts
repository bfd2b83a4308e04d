/** Whom the reader reads most, and how many authors were new to them. */
import { UNKNOWN } from "../model/filters";
import type { Authors } from "../model/shapes";
import { count, counted, percent } from "../model/words";
import { type ChartModel, leftOut, type LinkTo } from "./model";
import { tallyCells } from "./time";

const MOST_BARS = 12;

export function authorsChart(authors: Authors, link: LinkTo): ChartModel {
  const shown = authors.top.slice(0, MOST_BARS);
  const href = (author: string) => link({ author, status: "read" });
  const first = shown[0];
  return {
    title: "Authors",
    sentence: first
      ? `${counted(authors.distinct, "author")}; the most books by ${first.author}: ${count(first.books)}.`
      : "No finished book here has an author.",
    drawing: {
      kind: "bars",
      sizes: "Finished books",
      places: shown.map((row) => row.author),
      marks: shown.map((row) => ({
        at: row.author,
        size: row.books,
        label: `${row.author}: ${counted(row.books, "book")}`,
        href: href(row.author),
      })),
    },
    columns: ["Author", "Books", "Pages", "Pages unknown", "Mean rating"],
    rows: authors.top.map((row) => ({ cells: [row.author, ...tallyCells(row)], href: href(row.author) })),
    leftOut: leftOut([
      authors.without_author,
      `${counted(authors.without_author, "finished book")} without an author`,
      link({ author: UNKNOWN, status: "read" }),
    ]),
  };
}

export function newAuthorsChart(authors: Authors, link: LinkTo): ChartModel {
  const met = authors.by_year.reduce((sum, row) => sum + row.new, 0);
  const all = authors.by_year.reduce((sum, row) => sum + row.authors, 0);
  const kinds = [
    { name: "New to me", tone: "--series-1", authors: "new", of: (row: Authors["by_year"][number]) => row.new },
    {
      name: "Met before",
      tone: "--series-7",
      authors: "known",
      of: (row: Authors["by_year"][number]) => row.authors - row.new,
    },
  ] as const;
  return {
    title: "New to me",
    sentence:
      all > 0
        ? `Year by year, ${percent(met, all)} of the authors were read for the first dated time.`
        : "No finished book here has an author and a day.",
    drawing: {
      kind: "stack",
      axis: "Year of finishing",
      sizes: "Authors",
      series: kinds.map(({ name, tone }) => ({ name, tone })),
      places: authors.by_year.map((row) => String(row.year)),
      marks: kinds.flatMap((kind) =>
        authors.by_year.map((row) => ({
          at: String(row.year),
          group: kind.name,
          size: kind.of(row),
          tone: kind.tone,
          label: `${row.year}, ${kind.name.toLowerCase()}: ${counted(kind.of(row), "author")}`,
          href: link({ year: String(row.year), authors: kind.authors }),
        })),
      ),
    },
    columns: ["Year", "Authors", "New to me"],
    rows: authors.by_year.map((row) => ({
      cells: [String(row.year), count(row.authors), count(row.new)],
      href: link({ year: String(row.year), authors: "new" }),
    })),
    leftOut: leftOut([
      authors.undated_only,
      `${counted(authors.undated_only, "author")} read only on days unknown`,
      link({ year: UNKNOWN }),
    ]),
  };
}
