/** Every year in a line: what it held, its best loved book, and the way to its covers and its card. */
import { useMemo } from "preact/hooks";
import { searchOf } from "../model/filters";
import type { Entry } from "../model/library";
import type { Statistics } from "../model/shapes";
import { counted, count, fine } from "../model/words";
import { bookAddress } from "./address";
import { Cover } from "./Cover";
import type { Look } from "./LibraryPage";

export function Years({ look, statistics }: { look: Look; statistics: Statistics }) {
  const loved = useMemo(() => bestLovedByYear(look.chosen), [look.chosen]);
  const years = statistics.by_time.years.filter((row) => row.books > 0).reverse();
  if (years.length === 0) return null;
  const to = (year: number, view: string) => look.path + searchOf({ ...look.filters, year: String(year) }, { view });
  return (
    <ul class="years">
      {years.map((row) => {
        const best = loved.get(row.year);
        return (
          <li key={row.year}>
            <div class="year-words">
              <h3>
                <a href={to(row.year, "")}>{row.year}</a>
              </h3>
              <p>
                <strong>{counted(row.books, "book")}</strong>
                <br />
                {counted(row.pages, "page")}
                {row.without_pages > 0 && ` (${count(row.without_pages)} unknown)`}
                {row.mean_rating !== null && (
                  <>
                    <br />
                    {fine(row.mean_rating)} ★ on average
                  </>
                )}
              </p>
            </div>
            {best && (
              <p class="best">
                <Cover book={best.book} size="S" decorative />
                <span>
                  Best loved <a href={bookAddress(look, best.book.number)}>{best.book.title}</a>
                </span>
              </p>
            )}
            <p class="ways">
              <a href={to(row.year, "covers")} aria-label={`Covers of ${row.year}`}>
                Covers
              </a>
              <a href={to(row.year, "recap")} aria-label={`Year card of ${row.year}`}>
                Card
              </a>
            </p>
          </li>
        );
      })}
    </ul>
  );
}

/** A year whose best book was not liked has none that was loved. */
const LOVED_STARS = 3;

/** Each year's dearest book; among equals the one the reader went back to, then the first of the file. */
function bestLovedByYear(entries: readonly Entry[]): ReadonlyMap<number, Entry> {
  const best = new Map<number, Entry>();
  for (const entry of entries) {
    if (entry.year === null || (entry.book.my_rating ?? 0) < LOVED_STARS) continue;
    const before = best.get(entry.year);
    if (before === undefined || isDearer(entry, before)) best.set(entry.year, entry);
  }
  return best;
}

function isDearer({ book: one }: Entry, { book: other }: Entry): boolean {
  const stars = (one.my_rating ?? 0) - (other.my_rating ?? 0);
  return stars !== 0 ? stars > 0 : (one.read_count ?? 0) > (other.read_count ?? 0);
}
