/** Books and pages by year, month and day. */
import { parseDay } from "../days";
import type { ByTime } from "../shapes";
import { type Circles, range } from "./circles";
import { Groups, tallyOf } from "./tally";

const MONTHS_A_YEAR = 12;

export function countByTime({ dated, undated, years }: Circles): ByTime {
  const days = new Groups<string>();
  const months = new Groups<number>();
  const byYear = new Groups<number>();
  const calendar = new Groups<number>();
  for (const { book, year, month } of dated) {
    if (book.date_read === null || year === null || month === null) continue;
    days.add(book.date_read, book);
    months.add(monthIndex(year, month), book);
    byYear.add(year, book);
    calendar.add(month, book);
  }
  return {
    years: years.map((year) => ({ ...byYear.tally(year), year })),
    months: everyMonth(months).map((index) => ({ ...months.tally(index), ...monthAt(index) })),
    calendar_months: range(1, MONTHS_A_YEAR).map((month) => ({ ...calendar.tally(month), month })),
    days: [...days.keys()].sort(inTime).map((day) => {
      const { books, pages } = days.tally(day);
      return { day, books, pages };
    }),
    undated: tallyOf(undated.map((entry) => entry.book)),
  };
}

function inTime(one: string, other: string): number {
  const [a, b] = [parseDay(one), parseDay(other)];
  return a.year - b.year || a.month - b.month || a.day - b.day;
}

function monthIndex(year: number, month: number): number {
  return year * MONTHS_A_YEAR + month - 1;
}

function monthAt(index: number): { year: number; month: number } {
  return { year: Math.floor(index / MONTHS_A_YEAR), month: (index % MONTHS_A_YEAR) + 1 };
}

function everyMonth(months: ReadonlyMap<number, unknown>): number[] {
  const found = [...months.keys()];
  return found.length === 0 ? [] : range(found.reduce((a, b) => Math.min(a, b)), found.reduce((a, b) => Math.max(a, b)));
}
