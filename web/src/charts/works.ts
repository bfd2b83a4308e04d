/** When the books first came out, how long they are, and how they were held. */
import { UNKNOWN } from "../model/filters";
import type { Eras, FormatRow, Lengths } from "../model/shapes";
import { count, counted, decadeName, fine, percent, spanName, yearName } from "../model/words";
import { type ChartModel, largest, leftOut, type LinkTo } from "./model";
import { tallyCells } from "./time";

/** More decades than this are told by century: libraries reach back to Homer. */
const MOST_DECADES = 16;

export function erasChart(eras: Eras, link: LinkTo): ChartModel {
  const byCentury = eras.decades.length > MOST_DECADES && eras.centuries.length > 2;
  const rows = byCentury ? foldEarly(eras) : eras.decades.map((row) => ({ ...row, name: decadeName(row.first, row.last) }));
  const best = largest(rows, (row) => row.books);
  const href = (row: { first: number; last: number }) => link({ era: `${row.first}..${row.last}`, status: "read" });
  return {
    title: "When they first came out",
    sentence:
      best && eras.median_year !== null
        ? `Half of the finished books first came out by ${yearName(Math.floor(eras.median_year))}; most of them in the ${best.name}.`
        : "No finished book here has a year of first publication.",
    drawing: {
      kind: "columns",
      axis: "First published",
      sizes: "Books",
      places: rows.map((row) => row.name),
      marks: rows.map((row) => ({
        at: row.name,
        size: row.books,
        label: `${row.name}: ${counted(row.books, "book")}`,
        href: href(row),
      })),
    },
    columns: ["First published", "Books", "Pages", "Pages unknown", "Mean rating"],
    rows: rows.map((row) => ({ cells: [row.name, ...tallyCells(row)], href: href(row) })),
    leftOut: leftOut([
      eras.without_first_year,
      `${counted(eras.without_first_year, "finished book")} without a year of first publication`,
      link({ era: UNKNOWN, status: "read" }),
    ]),
  };
}

/** Centuries as far as decades would be many, then the decades from the last long gap on: both are told by name. */
function foldEarly(eras: Eras) {
  const recent = eras.decades.slice(-(MOST_DECADES - 4));
  const from = Math.ceil((recent[0]?.first ?? 0) / 100) * 100;
  const decades = eras.decades.filter((row) => row.first >= from);
  const centuries = eras.centuries.filter((row) => row.last < from);
  return [
    ...centuries.map((row) => ({ ...row, name: centuryName(row.first, row.last) })),
    ...decades.map((row) => ({ ...row, name: decadeName(row.first, row.last) })),
  ];
}

function centuryName(first: number, last: number): string {
  const nth = last < 0 ? Math.ceil(-first / 100) : Math.ceil(last / 100);
  return `${nth}${ordinal(nth)} c.${last < 0 ? " BCE" : ""}`;
}

function ordinal(nth: number): string {
  if (nth % 100 >= 11 && nth % 100 <= 13) return "th";
  return ["th", "st", "nd", "rd"][nth % 10] ?? "th";
}

export function lengthsChart(lengths: Lengths, link: LinkTo): ChartModel {
  const href = (row: { first: number; last: number | null }) =>
    link({ pages: `${row.first}..${row.last ?? ""}`, status: "read" });
  return {
    title: "Length",
    sentence:
      lengths.median !== null && lengths.mean !== null
        ? `Half of the finished books have ${counted(Math.round(lengths.median), "page")} or fewer; the mean is ${fine(lengths.mean)}.`
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
