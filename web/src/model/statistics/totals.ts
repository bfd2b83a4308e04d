/** The library at a glance. */
import type { Totals } from "../shapes";
import type { Circles } from "./circles";

export function countTotals({ all, read, dated }: Circles): Totals {
  const on = (shelf: string) => all.filter((entry) => entry.book.shelf === shelf).length;
  const onReadShelf = on("read");
  const days = dated.map((entry) => entry.book.date_read ?? "").sort();
  return {
    books: all.length,
    on_read_shelf: onReadShelf,
    on_currently_reading: on("currently-reading"),
    on_to_read: on("to-read"),
    on_other_shelves: on("other"),
    read: read.length,
    read_off_shelf: read.length - onReadShelf,
    read_again: read.filter((entry) => (entry.book.read_count ?? 0) > 1).length,
    pages: read.reduce((pages, entry) => pages + (entry.book.pages ?? 0), 0),
    without_pages: read.filter((entry) => entry.book.pages === null).length,
    authors: new Set(read.map((entry) => entry.author).filter((author) => author !== null)).size,
    without_author: read.filter((entry) => entry.author === null).length,
    first_day: days[0] ?? null,
    last_day: days.at(-1) ?? null,
  };
}
