/** A cover, loaded when it comes near; until then, and where there is none, its title on coloured cloth. */
import { useState } from "preact/hooks";
import type { BookEntry } from "../model/shapes";

const CLOTHS = 6;

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
    <span class={`cover cloth-${book.number % CLOTHS}`} {...(shown || decorative ? {} : { role: "img", "aria-label": alt })}>
      <span class="cover-title" aria-hidden="true">
        {book.title}
      </span>
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
