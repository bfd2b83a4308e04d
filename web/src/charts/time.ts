/** Books and pages by year and month. */
import { monthName, shortMonth } from "../model/days";
import { UNKNOWN } from "../model/filters";
import type { ByTime, Tally } from "../model/shapes";
import { count, counted, fine } from "../model/words";
import { type ChartModel, largest, leftOut, type LinkTo } from "./model";

export type Measure = "books" | "pages";

const TALLY_COLUMNS = ["Books", "Pages", "Pages unknown", "Mean rating"] as const;
const HEAT_STEPS = 5;

export function yearsChart(time: ByTime, measure: Measure, link: LinkTo): ChartModel {
  const best = largest(time.years, (row) => row[measure]);
  const href = (year: number) => link({ year: String(year) });
  return {
    title: measure === "books" ? "Books by year" : "Pages by year",
    sentence: best
      ? `From ${time.years[0]?.year} to ${time.years.at(-1)?.year}; the most in ${best.year}, with ${amount(best, measure)}.`
      : "No finished book here has a day.",
    drawing: {
      kind: "columns",
      axis: "Year of finishing",
      sizes: measure === "books" ? "Books" : "Pages",
      places: time.years.map((row) => String(row.year)),
      marks: time.years.map((row) => ({
        at: String(row.year),
        size: row[measure],
        label: `${row.year}: ${amount(row, measure)}`,
        href: href(row.year),
      })),
    },
    columns: ["Year", ...TALLY_COLUMNS],
    rows: time.years.map((row) => ({ cells: [String(row.year), ...tallyCells(row)], href: href(row.year) })),
    leftOut: timeLeftOut(time, measure, link),
  };
}

export function monthsChart(time: ByTime, measure: Measure, link: LinkTo): ChartModel {
  const best = largest(time.months, (row) => row[measure]);
  const at = (row: { year: number; month: number }) => `${row.year}-${String(row.month).padStart(2, "0")}`;
  const href = (row: { year: number; month: number }) => link({ year: String(row.year), month: String(row.month) });
  const name = (row: { year: number; month: number }) => `${monthName(row.month)} ${row.year}`;
  const oneYear = new Set(time.months.map((row) => row.year)).size === 1;
  return {
    title: measure === "books" ? "Books by month" : "Pages by month",
    sentence: best
      ? `${counted(time.months.length, "month")} from the first to the last; the most in ${name(best)}, with ${amount(best, measure)}.`
      : "No finished book here has a day.",
    drawing: {
      kind: "columns",
      axis: "Month of finishing",
      sizes: measure === "books" ? "Books" : "Pages",
      places: time.months.map(at),
      nameOf: (place) => (oneYear ? shortMonth(Number(place.slice(-2))) : place.slice(0, -3)),
      ticks: time.months.filter((row) => oneYear || row.month === 1).map(at),
      marks: time.months.map((row) => ({
        at: at(row),
        size: row[measure],
        label: `${name(row)}: ${amount(row, measure)}`,
        href: href(row),
      })),
    },
    columns: ["Month", ...TALLY_COLUMNS],
    rows: time.months
      .filter((row) => row.books > 0)
      .map((row) => ({ cells: [name(row), ...tallyCells(row)], href: href(row) })),
    leftOut: timeLeftOut(time, measure, link),
  };
}

/** Every month of every year as a square, the darker the more books. */
export function calendarChart(time: ByTime, link: LinkTo): ChartModel {
  const best = largest(time.calendar_months, (row) => row.books);
  // Of few books none is many: a month with one is light in any library.
  const most = Math.max(...time.months.map((row) => row.books), HEAT_STEPS);
  const months = time.months.filter((row) => row.books > 0);
  const href = (year: number, month: number) => link({ year: String(year), month: String(month) });
  const byYear = new Map(time.years.map((row) => [row.year, new Map<number, number>()]));
  for (const row of time.months) byYear.get(row.year)?.set(row.month, row.books);
  return {
    title: "Month calendar",
    sentence: best
      ? `Over all years, ${monthName(best.month)} comes first with ${counted(best.books, "book")}.`
      : "No finished book here has a day.",
    drawing: {
      kind: "grid",
      places: time.calendar_months.map((row) => shortMonth(row.month)),
      groups: time.years.map((row) => String(row.year)),
      marks: months.map((row) => ({
        at: shortMonth(row.month),
        group: String(row.year),
        size: row.books,
        tone: `--heat-${Math.ceil((row.books / most) * HEAT_STEPS)}`,
        label: `${monthName(row.month)} ${row.year}: ${counted(row.books, "book")}`,
        href: href(row.year, row.month),
      })),
    },
    columns: ["Year", ...time.calendar_months.map((row) => shortMonth(row.month))],
    rows: time.years.map((row) => ({
      cells: [
        String(row.year),
        ...time.calendar_months.map(({ month }) => count(byYear.get(row.year)?.get(month) ?? 0)),
      ],
      href: link({ year: String(row.year) }),
    })),
    leftOut: timeLeftOut(time, "books", link),
  };
}

/** A tally's cells, in the order of its columns; an unknown mean is a dash. */
export function tallyCells(row: Tally): string[] {
  return [
    count(row.books),
    count(row.pages),
    count(row.without_pages),
    row.mean_rating === null ? "–" : fine(row.mean_rating),
  ];
}

function amount(row: Tally, measure: Measure): string {
  return measure === "books" ? counted(row.books, "book") : counted(row.pages, "page");
}

function timeLeftOut(time: ByTime, measure: Measure, link: LinkTo) {
  const withoutPages = time.years.reduce((books, row) => books + row.without_pages, 0);
  return leftOut(
    [time.undated.books, `${counted(time.undated.books, "finished book")} without a day`, link({ year: UNKNOWN })],
    [
      measure === "pages" ? withoutPages : 0,
      `${counted(withoutPages, "book")} without a page count`,
      link({ pages: UNKNOWN, status: "read" }),
    ],
  );
}
