/** The wall of covers of a year; of all years together only on request, because a wall is to be looked at. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { monthName } from "../model/days";
import { searchOf } from "../model/filters";
import { inOrder, sorted } from "../model/orders";
import { counted } from "../model/words";
import { bookAddress } from "./address";
import { Cover } from "./Cover";
import type { Look } from "./LibraryPage";
import { usePrinting } from "./usePrinting";

const A_WALL = 60;

export function Covers({ look }: { look: Look }) {
  const years = look.dashboard.statistics.by_time.years.filter((row) => row.books > 0).reverse();
  const latestFirst = useMemo(() => sorted(look.library.entries, "day", true), [look.library]);
  const finished = useMemo(
    () => inOrder(latestFirst, look.chosen).filter(({ book }) => book.read),
    [latestFirst, look.chosen],
  );
  const [onScreen, setOnScreen] = useShown(look);
  const shown = usePrinting() ? finished.length : onScreen;
  const withoutCover = finished.filter(({ book }) => !book.catalogue?.cover_id && !book.catalogue?.cover_url).length;
  return (
    <div class="covers">
      <nav aria-label="Years">
        <ul class="year-links">
          {years.map(({ year }) => (
            <li key={year}>
              <a
                href={look.path + searchOf({ ...look.filters, year: String(year) }, { view: "covers" })}
                {...(look.filters.year === String(year) ? { "aria-current": "true" as const } : {})}
              >
                {year}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {finished.length === 0 && <p class="nothing">No finished book fits these filters.</p>}
      <ul class="wall">
        {finished.slice(0, shown).map(({ book, month, year }) => (
          <li key={book.number}>
            <a href={bookAddress(look, book.number)} title={`${book.title}${year && month ? `, ${monthName(month)} ${year}` : ""}`}>
              <Cover book={book} size="M" />
            </a>
          </li>
        ))}
      </ul>
      {finished.length > shown && (
        <button type="button" onClick={() => setOnScreen(onScreen + A_WALL)}>
          Show more of the {counted(finished.length, "book")}
        </button>
      )}
      {withoutCover > 0 && <p class="left-out">{counted(withoutCover, "book")} without a cover in the catalogues.</p>}
    </div>
  );
}

/** Begins anew when the filters change. */
function useShown(look: Look): [number, (shown: number) => void] {
  const [shown, setShown] = useState(A_WALL);
  const filters = searchOf(look.filters);
  const before = useRef(filters);
  useEffect(() => {
    if (before.current !== filters) setShown(A_WALL);
    before.current = filters;
  }, [filters]);
  return [shown, setShown];
}
