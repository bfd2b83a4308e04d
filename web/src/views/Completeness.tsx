/** What is missing from the figures, counted; rows of the file that did not become books, by line. */
import { searchOf } from "../model/filters";
import { gapsOf } from "../model/gaps";
import { count, counted } from "../model/words";
import type { Look } from "./LibraryPage";

export function Completeness({ look }: { look: Look }) {
  const { coverage, complaints } = look.dashboard;
  const share = coverage.total - coverage.unmatched - coverage.unavailable;
  return (
    <details class="completeness">
      <summary>
        {count(share)} of {counted(coverage.total, "book")} found in a catalogue
        {coverage.undated > 0 && `, ${count(coverage.undated)} finished without a day`}
        {coverage.complaints > 0 && `, ${counted(coverage.complaints, "row")} not readable`}
      </summary>
      <ul>
        {gapsOf(look.dashboard).map(({ books, text, filters }) => (
          <li key={text}>
            {filters ? (
              <a href={look.path + searchOf(filters, { view: "books" })}>{counted(books, "book")}</a>
            ) : (
              counted(books, "book")
            )}{" "}
            {text}
          </li>
        ))}
      </ul>
      {coverage.notes.length > 0 && (
        <>
          <h3>Cells that could not be used</h3>
          <ul>
            {coverage.notes.map(({ kind, cells, meaning }) => (
              <li key={kind}>
                <strong>{counted(cells, "cell")}</strong>: {meaning}
              </li>
            ))}
          </ul>
        </>
      )}
      {coverage.complaints > 0 && (
        <>
          <h3>Rows that are no books</h3>
          <ul>
            {complaints.map(({ line, column, advice }, index) => (
              <li key={index}>
                <strong>Line {line}</strong>
                {column ? `, column “${column}”` : ""}: {advice}
              </li>
            ))}
          </ul>
          {coverage.complaints > complaints.length && (
            <p>and {counted(coverage.complaints - complaints.length, "further row")}.</p>
          )}
        </>
      )}
    </details>
  );
}
