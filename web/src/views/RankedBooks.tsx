/** A ranking: books in order, with what they are ranked by. */
import type { RankedBook } from "../model/shapes";
import { bookAddress } from "./address";
import type { Look } from "./LibraryPage";

const SHOWN = 6;

export function RankedBooks({
  look,
  title,
  books,
  value,
}: {
  look: Look;
  title: string;
  books: readonly RankedBook[];
  value: (value: number) => string;
}) {
  if (books.length === 0) return null;
  return (
    <div class="ranked">
      <h3>{title}</h3>
      <ol>
        {books.slice(0, SHOWN).map((ranked) => {
          const book = look.library.byNumber.get(ranked.number)?.book;
          if (!book) return null;
          return (
            <li key={ranked.number}>
              <span class="what">
                <a href={bookAddress(look, ranked.number)}>{book.title}</a>
                <small>{book.authors[0] ?? "Author unknown"}</small>
              </span>
              <span class="value">{value(ranked.value)}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
