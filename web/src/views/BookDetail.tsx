/** One book: what the export says, what a catalogue adds and why, and the ways out. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { formatName } from "../charts/works";
import { dayInWords } from "../model/days";
import { searchOf } from "../model/filters";
import type { BookEntry } from "../model/shapes";
import { count, fine, starNumber, yearName } from "../model/words";
import { goTo } from "../router";
import { bookAddress } from "./address";
import { Cover } from "./Cover";
import { GenreEvidence } from "./GenreEvidence";
import type { Look } from "./LibraryPage";

export function BookDetail({ look }: { look: Look }) {
  const number = look.search.get("book");
  const entry = number === null ? undefined : look.library.byNumber.get(Number(number));
  return entry ? <Detail key={entry.book.number} look={look} book={entry.book} /> : null;
}

function Detail({ look, book }: { look: Look; book: BookEntry }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => goTo(bookAddress(look));
  useEffect(() => {
    const opener = document.activeElement;
    const opened = dialog.current;
    opened?.showModal();
    return () => {
      opened?.close();
      if (opener instanceof HTMLElement || opener instanceof SVGElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="book"
      aria-labelledby="book-title"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <div class="book-body">
        <button type="button" class="close" onClick={close} aria-label="Close">
          ×
        </button>
        <div class="book-head">
          <Cover book={book} size="L" decorative />
          <div>
            <h2 id="book-title">{book.title}</h2>
            <Authors look={look} book={book} />
            {book.series && (
              <p class="quiet">
                {book.series.name}
                {book.series.position && `, volume ${book.series.position}`}
              </p>
            )}
          </div>
        </div>
        <Facts book={book} />
        {book.catalogue?.description && <p class="description">{book.catalogue.description}</p>}
        <GenreEvidence look={look} book={book} />
        <WaysOut book={book} />
      </div>
    </dialog>
  );
}

function Authors({ look, book }: { look: Look; book: BookEntry }) {
  if (book.authors.length === 0) return <p>Author unknown</p>;
  return (
    <p>
      {book.authors.map((author, index) => (
        <span key={author}>
          {index > 0 && ", "}
          <a href={look.path + searchOf({ author }, { view: "books" })}>{author}</a>
        </span>
      ))}
    </p>
  );
}

function Facts({ book }: { book: BookEntry }) {
  const catalogued = (from: string | null) => (from === "catalogue" ? " (from the catalogue)" : "");
  const facts: readonly (readonly [string, ComponentChildren])[] = [
    ["Finished", book.date_read ? dayInWords(book.date_read) : book.read ? "on a day unknown" : "not finished"],
    ["Started", book.date_started && dayInWords(book.date_started)],
    ["Added", book.date_added && dayInWords(book.date_added)],
    ["Times read", (book.read_count ?? 0) > 1 && count(book.read_count ?? 0)],
    ["My rating", book.my_rating === null ? "not rated" : `${starNumber(book.my_rating)} of 5 stars`],
    ["Average", book.average_rating !== null && `${fine(book.average_rating)}${catalogued(book.average_from)}`],
    ["Pages", book.pages !== null && `${count(book.pages)}${catalogued(book.pages_from)}`],
    ["First published", book.first_year !== null && `${yearName(book.first_year)}${catalogued(book.first_year_from)}`],
    ["This edition", [book.publisher, book.year_published && yearName(book.year_published)].filter(Boolean).join(", ")],
    ["Format", book.format !== "unknown" && formatName(book.format)],
    ["Shelf", book.shelf_name],
    ["Shelves", book.shelves.join(", ")],
    ["ISBN", book.isbn13],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

function WaysOut({ book }: { book: BookEntry }) {
  const links = linksOf(book);
  if (links.length === 0) return null;
  return (
    <p class="ways-out">
      {links.map(([text, href]) => (
        <a key={href} href={href} rel="noreferrer">
          {text}
        </a>
      ))}
    </p>
  );
}

function linksOf(book: BookEntry): [text: string, href: string][] {
  const links: [string, string][] = [];
  const link = book.catalogue;
  if (link?.source === "open-library" && /^\/works\/OL\d+W$/.test(link.key)) {
    links.push(["Open Library", `https://openlibrary.org${link.key}`]);
  }
  if (link?.source === "google-books") {
    links.push(["Google Books", `https://books.google.com/books?id=${encodeURIComponent(link.key)}`]);
  }
  if (book.goodreads_id) {
    links.push(["Goodreads", `https://www.goodreads.com/book/show/${encodeURIComponent(book.goodreads_id)}`]);
  }
  return links;
}
