/** The figures that come first; what each leaves out stands under it. */
import type { LinkTo } from "../charts/model";
import { UNKNOWN, type Filters } from "../model/filters";
import type { Statistics } from "../model/shapes";
import { count, counted, fine } from "../model/words";

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly without: number;
  readonly text: string;
  readonly filters: Filters;
}

export function Figures({ statistics, link }: { statistics: Statistics; link: LinkTo }) {
  return (
    <dl class="figures">
      {figuresOf(statistics).map(({ name, value, without, text, filters }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            {without > 0 && (
              <small>
                <a href={link(filters)}>{counted(without, "book")}</a> {text}
              </small>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function figuresOf({ totals, by_time, ratings }: Statistics): Figure[] {
  const years = by_time.years.length;
  return [
    {
      name: "Finished",
      value: count(totals.read),
      without: by_time.undated.books,
      text: "on a day unknown",
      filters: { year: UNKNOWN },
    },
    {
      name: "Pages",
      value: count(totals.pages),
      without: totals.without_pages,
      text: "without a page count",
      filters: { pages: UNKNOWN, status: "read" },
    },
    {
      name: "Authors",
      value: count(totals.authors),
      without: totals.without_author,
      text: "without an author",
      filters: { author: UNKNOWN, status: "read" },
    },
    {
      name: "My stars, on average",
      value: ratings.mean === null ? "–" : fine(ratings.mean),
      without: ratings.unrated_read,
      text: "not rated",
      filters: { rating: UNKNOWN, status: "read" },
    },
    {
      name: "Books a year",
      value: years === 0 ? "–" : fine(Math.round((10 * (totals.read - by_time.undated.books)) / years) / 10),
      without: by_time.undated.books,
      text: "in no year",
      filters: { year: UNKNOWN },
    },
  ];
}
