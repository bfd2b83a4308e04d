/** When the books first came out, how long they are, and how they were held. */
import { UNKNOWN } from "../model/filters";
import type { Untold } from "../model/outcomes";
import type { Eras, FormatRow, Lengths } from "../model/shapes";
import { eraOf } from "../model/statistics/eras";
import { count, counted, decadeName, percent, spanName, yearName } from "../model/words";
import { type ChartModel, largest, leftOut, type LinkTo, untoldBooks } from "./model";
import { tallyCells } from "./time";

/** Decades on the axis, none left out in between; what is older shares the first column: libraries reach back to Homer. */
const MOST_DECADES = 13;

export function erasChart(eras: Eras, untold: Untold, link: LinkTo): ChartModel {
  const columns = eraColumns(eras.decades);
  const best = largest(eras.decades, (row) => row.books);
  const href = (first: number | null, last: number) => link({ era: `${first ?? ""}..${last}`, status: "read" });
  return {
    title: "When they first came out",
    sentence:
      best && eras.median_year !== null
        ? `Half of the finished books first came out by ${yearName(Math.floor(eras.median_year))}; the decade with the most is the ${decadeName(best.first, best.last)}.`
        : "No finished book here has a year of first publication.",
    drawing: {
      kind: "columns",
      axis: "First published",
      sizes: "Books",
      places: columns.map((column) => column.name),
      nameOf: (place) => place.replace(/^before /, "< "),
      marks: columns
        .filter((column) => column.books > 0)
        .map((column) => ({
          at: column.name,
          size: column.books,
          tone: column.first === null ? "--series-7" : "--series-1",
          label: `${column.name}: ${counted(column.books, "book")}`,
          href: href(column.first, column.last),
        })),
    },
    columns: ["First published", "Books", "Pages", "Pages unknown", "Mean rating"],
    rows: eras.decades.map((row) => ({
      cells: [decadeName(row.first, row.last), ...tallyCells(row)],
      href: href(row.first, row.last),
    })),
    leftOut: leftOut([
      eras.without_first_year,
      `${counted(eras.without_first_year, "finished book")} without a year of first publication`,
      link({ era: UNKNOWN, status: "read" }),
    ]),
    untold: untoldBooks(untold, link),
  };
}

interface EraColumn {
  readonly name: string;
  /** Null for everything before. */
  readonly first: number | null;
  readonly last: number;
  readonly books: number;
}

function eraColumns(decades: Eras["decades"]): EraColumn[] {
  const latest = decades.at(-1)?.first ?? 0;
  const earliest = Math.max(decades[0]?.first ?? 0, latest - 10 * (MOST_DECADES - 1));
  // Around the year 1 decades are no longer ten years apart: there the ones with books have to do.
  const firsts = earliest < 10 ? decades.slice(-MOST_DECADES).map((row) => row.first) : tens(earliest, latest);
  const start = firsts[0] ?? 0;
  const books = new Map(decades.map((row) => [row.first, row.books]));
  const earlier = decades.filter((row) => row.first < start);
  const columns = firsts.map((first) => {
    const [, last] = eraOf(first, 10);
    return { name: decadeName(first, last), first, last, books: books.get(first) ?? 0 };
  });
  if (earlier.length === 0) return columns;
  const before = { name: `before ${yearName(start)}`, first: null, last: start - 1 };
  return [{ ...before, books: earlier.reduce((sum, row) => sum + row.books, 0) }, ...columns];
}

function tens(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / 10 + 1 }, (_, index) => from + 10 * index);
}

export function lengthsChart(lengths: Lengths, link: LinkTo): ChartModel {
  const href = (row: { first: number; last: number | null }) =>
    link({ pages: `${row.first}..${row.last ?? ""}`, status: "read" });
  return {
    title: "Length",
    sentence:
      lengths.median !== null && lengths.mean !== null
        ? `Half of the finished books have ${counted(Math.round(lengths.median), "page")} or fewer; the mean is ${count(Math.round(lengths.mean))}.`
        : "No finished book here has a page count.",
    drawing: {
      kind: "columns",
      axis: "Pages",
      sizes: "Books",
      places: lengths.histogram.map((row) => spanName(row.first, row.last)),
      nameOf: (place) => (place.includes("or more") ? "1000+" : (place.split("–")[0] ?? "")),
      marks: lengths.histogram.map((row) => ({
        at: spanName(row.first, row.last),
        size: row.books,
        label: `${spanName(row.first, row.last)} pages: ${counted(row.books, "book")}`,
        href: href(row),
      })),
    },
    columns: ["Pages", "Books"],
    rows: lengths.histogram.map((row) => ({ cells: [spanName(row.first, row.last), count(row.books)], href: href(row) })),
    leftOut: leftOut([
      lengths.without_pages,
      `${counted(lengths.without_pages, "finished book")} without a page count`,
      link({ pages: UNKNOWN, status: "read" }),
    ]),
  };
}

const FORMAT_NAMES: Readonly<Record<string, string>> = {
  paperback: "Paperback",
  hardcover: "Hardcover",
  ebook: "E-book",
  audiobook: "Audiobook",
  other: "Other",
  unknown: "Unknown",
};

/** "E-book" for `ebook`. */
export function formatName(format: string): string {
  return FORMAT_NAMES[format] ?? format;
}

export function formatsChart(formats: readonly FormatRow[], link: LinkTo): ChartModel {
  const known = formats.filter((row) => row.format !== "unknown" && row.books > 0).sort((a, b) => b.books - a.books);
  const unknown = formats.find((row) => row.format === "unknown")?.books ?? 0;
  const total = known.reduce((books, row) => books + row.books, 0);
  const href = (format: string) => link({ format, status: "read" });
  const first = known[0];
  return {
    title: "Format",
    sentence: first
      ? `${formatName(first.format)} for ${percent(first.books, total)} of the finished books whose format the export tells.`
      : "The export tells no formats.",
    drawing: {
      kind: "bars",
      sizes: "Finished books",
      places: known.map((row) => formatName(row.format)),
      marks: known.map((row) => ({
        at: formatName(row.format),
        size: row.books,
        label: `${formatName(row.format)}: ${counted(row.books, "book")}`,
        href: href(row.format),
      })),
    },
    columns: ["Format", "Books", "Pages", "Pages unknown", "Mean rating", "With unread"],
    rows: formats.map((row) => ({
      cells: [formatName(row.format), ...tallyCells(row), count(row.in_library)],
      href: href(row.format),
    })),
    leftOut: leftOut([unknown, `${counted(unknown, "finished book")} of unknown format`, href("unknown")]),
  };
}
