/** The books as a table: sorted by any column, only the rows in sight are in the document. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { shortDay } from "../model/days";
import type { Entry } from "../model/library";
import { inOrder, ORDERS, type OrderName, orderOf, sorted } from "../model/orders";
import { count, starNumber, yearName } from "../model/words";
import { addressBut, bookAddress } from "./address";
import type { Look } from "./LibraryPage";
import { usePrinting } from "./usePrinting";
import { windowOf } from "./window";

const ROW_HEIGHT = 56;

export function BookList({ look }: { look: Look }) {
  const { name, down } = orderOf(look.search.get("sort"));
  const all = useMemo(() => sorted(look.library.entries, name, down), [look.library, name, down]);
  const books = useMemo(() => inOrder(all, look.chosen), [all, look.chosen]);
  const body = useRef<HTMLTableSectionElement>(null);
  const visible = useWindow(body, books.length);
  if (books.length === 0) return <p class="nothing">No book fits all of these filters.</p>;
  return (
    <div class="table-frame book-list" tabIndex={0} role="region" aria-label="Books">
      <table aria-rowcount={books.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {ORDERS.map((order) => (
              <Column key={order.name} look={look} name={order.name} title={order.title} current={name} down={down} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {visible.first > 0 && <Gap rows={visible.first} />}
          {books.slice(visible.first, visible.last).map((entry, index) => (
            <Row key={entry.book.number} look={look} entry={entry} index={visible.first + index + 2} />
          ))}
          {visible.last < books.length && <Gap rows={books.length - visible.last} />}
        </tbody>
      </table>
    </div>
  );
}

function Column({
  look,
  name,
  title,
  current,
  down,
}: {
  look: Look;
  name: OrderName;
  title: string;
  current: OrderName;
  down: boolean;
}) {
  const isCurrent = name === current;
  const opposite = isCurrent ? !down : ORDERS.find((order) => order.name === name)?.startsDown === true;
  return (
    <th scope="col" class={`col-${name}`} aria-sort={isCurrent ? (down ? "descending" : "ascending") : undefined}>
      <a href={addressBut(look, "sort", (opposite ? "-" : "") + name)}>
        {title}
        <span aria-hidden="true" class="arrow">
          {isCurrent ? (down ? "↓" : "↑") : ""}
        </span>
      </a>
    </th>
  );
}

function Row({ look, entry: { book }, index }: { look: Look; entry: Entry; index: number }) {
  return (
    <tr aria-rowindex={index}>
      <th scope="row" class="col-title">
        <a class="clamp" href={bookAddress(look, book.number)}>
          {book.title}
        </a>
        <small class="by">{book.authors[0] ?? "Author unknown"}</small>
      </th>
      <td class="col-author">
        <span class="clamp">{book.authors[0] ?? "–"}</span>
      </td>
      <td class="col-day">{book.date_read ? shortDay(book.date_read) : book.read ? "day unknown" : book.shelf_name}</td>
      <td class="col-mine">{book.my_rating === null ? "–" : `${starNumber(book.my_rating)} ★`}</td>
      <td class="col-average">{book.average_rating === null ? "–" : book.average_rating.toFixed(2)}</td>
      <td class="col-pages">{book.pages === null ? "–" : count(book.pages)}</td>
      <td class="col-first">{book.first_year === null ? "–" : yearName(book.first_year)}</td>
      <td class="col-genre">
        <span class="clamp">{book.genres.slice(0, 2).join(", ") || "–"}</span>
      </td>
    </tr>
  );
}

/** Stands for the rows out of sight; one cell, or a narrow window's three columns would share its width with five more. */
function Gap({ rows }: { rows: number }) {
  const cell = useRef<HTMLTableCellElement>(null);
  useEffect(() => {
    if (cell.current) cell.current.style.height = `${rows * ROW_HEIGHT}px`;
  }, [rows]);
  return (
    <tr aria-hidden="true" class="gap">
      <td ref={cell} />
    </tr>
  );
}

/** Which rows are in sight, followed while the page scrolls; all of them while it is printed. */
function useWindow(body: { readonly current: HTMLElement | null }, rows: number): { first: number; last: number } {
  const [span, setSpan] = useState(() => windowOf({ top: 0, height: window.innerHeight, rowHeight: ROW_HEIGHT, rows }));
  const printing = usePrinting();
  useEffect(() => {
    const stop = new AbortController();
    const look = () => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      const next = windowOf({ top, height: window.innerHeight, rowHeight: ROW_HEIGHT, rows });
      setSpan((before) => (before.first === next.first && before.last === next.last ? before : next));
    };
    look();
    for (const event of ["scroll", "resize"]) window.addEventListener(event, look, { signal: stop.signal, passive: true });
    return () => stop.abort();
  }, [body, rows]);
  return printing ? { first: 0, last: rows } : { first: Math.min(span.first, rows), last: Math.min(span.last, rows) };
}
