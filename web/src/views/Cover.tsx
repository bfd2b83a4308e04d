/** A cover, loaded when it comes near; until then, and where there is none, its title on coloured cloth. */
import { useState } from "preact/hooks";
import type { BookEntry } from "../model/shapes";

/** Both without a common divisor, so that neighbours rarely look alike. */
const CLOTHS = 7;
const BINDINGS = 3;

export function coverAddress(book: BookEntry, size: "S" | "M" | "L"): string | null {
  const link = book.catalogue;
  if (link === null) return null;
  // Without `default=false` a missing cover is a blank dot, which would hide the placeholder.
  if (link.cover_id !== null) return `https://covers.openlibrary.org/b/id/${link.cover_id}-${size}.jpg?default=false`;
  return link.cover_url?.startsWith("https://") ? link.cover_url : null;
}

/** The cover with its alternative text; `decorative` where the title stands beside it. */
export function Cover({ book, size, decorative = false }: { book: BookEntry; size: "S" | "M" | "L"; decorative?: boolean }) {
  const address = coverAddress(book, size);
  const [missing, setMissing] = useState(false);
  const alt = decorative ? "" : `Cover of ${book.title}${book.authors[0] ? ` by ${book.authors[0]}` : ""}`;
  const shown = address !== null && !missing;
  return (
    <span
      class={`cover cloth-${book.number % CLOTHS} binding-${book.number % BINDINGS}`}
      {...(shown || decorative ? {} : { role: "img", "aria-label": alt })}
    >
      {size !== "S" && (
        <span class="cover-words" aria-hidden="true">
          <span class="cover-title" dir="auto">
            {book.title}
          </span>
          <span class="cover-author" dir="auto">
            {book.authors[0]}
          </span>
        </span>
      )}
      {shown && (
        <img
          src={address}
          alt={alt}
          loading="lazy"
          decoding="async"
          referrerpolicy="no-referrer"
          onError={() => setMissing(true)}
        />
      )}
    </span>
  );
}
