/** The filters: six that anybody looks for, and as chips all that are set, those that a chart's mark has set too. */
import { useEffect, useRef, useState } from "preact/hooks";
import { formatName } from "../charts/works";
import { monthName } from "../model/days";
import { DATED, type FilterName, type Filters, isFiltered, searchOf, UNKNOWN } from "../model/filters";
import { count, signed, starNumber, stars } from "../model/words";
import { goTo } from "../router";
import type { Look } from "./LibraryPage";

const TYPING_PAUSE_MS = 150;

/** On a narrow screen the choices are folded away, so that what they choose from comes into sight. */
export function FilterBar({ look }: { look: Look }) {
  const [unfolded, setUnfolded] = useState(false);
  const set = (name: FilterName, value: string, replace = false) => {
    goTo(addressWith(look, { ...look.filters, [name]: value }), { replace });
  };
  return (
    <search class="filters" aria-label="Filter the books">
      <form class={unfolded ? "unfolded" : ""} onSubmit={(event) => event.preventDefault()}>
        <TextFilter value={look.filters.q ?? ""} onChange={(value) => set("q", value, true)} />
        <button type="button" class="unfold" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? "Fewer filters" : "More filters"}
        </button>
        {choicesOf(look).map(({ name, title, options }) => (
          <label key={name}>
            <span>{title}</span>
            <select value={look.filters[name] ?? ""} onChange={(event) => set(name, event.currentTarget.value)}>
              <option value="">All</option>
              {withCurrent(options, look.filters[name]).map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        ))}
      </form>
      {isFiltered(look.filters) && <Chips look={look} />}
    </search>
  );
}

function TextFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const sent = useRef(value);
  useEffect(() => {
    // The address has changed by other means: a chip was taken away, or the reader went back.
    if (value !== sent.current.trim()) setTyped(value);
    sent.current = value;
  }, [value]);
  return (
    <label class="text-filter">
      <span>Title, author or series</span>
      <input
        type="search"
        value={typed}
        autocomplete="off"
        onInput={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            sent.current = text;
            onChange(text.trim());
          }, TYPING_PAUSE_MS);
        }}
      />
    </label>
  );
}

function Chips({ look }: { look: Look }) {
  const names = Object.keys(look.filters) as FilterName[];
  return (
    <ul class="chips" aria-label="Filters that are set">
      {names.map((name) => {
        const { [name]: value = "", ...rest } = look.filters;
        const text = chipText(name, value);
        return (
          <li key={name}>
            <a href={addressWith(look, rest)} aria-label={`Take away: ${text}`}>
              {text} <span aria-hidden="true">×</span>
            </a>
          </li>
        );
      })}
      <li>
        <a class="all" href={addressWith(look, {})}>
          Clear all
        </a>
      </li>
    </ul>
  );
}

type Option = readonly [value: string, text: string];

interface Choice {
  readonly name: FilterName;
  readonly title: string;
  readonly options: readonly Option[];
}

function choicesOf(look: Look): Choice[] {
  const { statistics, coverage } = look.dashboard;
  const withCount = (text: string, books: number) => `${text} (${count(books)})`;
  const unknown = (text: string, books: number): Option[] => (books > 0 ? [[UNKNOWN, withCount(text, books)]] : []);
  return [
    {
      name: "year",
      title: "Year",
      options: [
        ...[...statistics.by_time.years]
          .reverse()
          .filter((row) => row.books > 0)
          .map((row): Option => [String(row.year), withCount(String(row.year), row.books)]),
        ...unknown("Day unknown", coverage.undated),
      ],
    },
    {
      name: "genre",
      title: "Genre",
      options: [...statistics.genres.rows]
        .sort((one, other) => one.genre.localeCompare(other.genre, "en"))
        .map((row): Option => [row.genre, withCount(row.genre, row.in_library)]),
    },
    {
      name: "shelf",
      title: "Shelf",
      options: [...statistics.shelves.exclusive, ...statistics.shelves.own].map(
        (row): Option => [row.shelf, withCount(row.shelf, row.in_library)],
      ),
    },
    {
      name: "rating",
      title: "My rating",
      options: [
        ...[...statistics.ratings.histogram]
          .reverse()
          .filter((row) => row.books > 0)
          .map((row): Option => [String(row.stars), withCount(stars(row.stars), row.books)]),
        ...unknown("Not rated", statistics.ratings.unrated_read + statistics.ratings.unrated_unread),
      ],
    },
    {
      name: "author",
      title: "Author",
      options: [...statistics.authors.top]
        .sort((one, other) => one.author.localeCompare(other.author, "en"))
        .map((row): Option => [row.author, withCount(row.author, row.books)]),
    },
  ];
}

/** A value that came by a link and is none of the choices still has to be shown. */
function withCurrent(options: readonly Option[], current: string | undefined): readonly Option[] {
  if (current === undefined || options.some(([value]) => value === current)) return options;
  return [[current, SPECIAL_TEXTS[current] ?? current], ...options];
}

const SPECIAL_TEXTS: Readonly<Record<string, string>> = { [UNKNOWN]: "Unknown", [DATED]: "Day known" };

const UNKNOWN_TEXTS: Partial<Record<FilterName, string>> = {
  year: "Day unknown",
  genre: "No genre",
  shelf: "On no shelf of my own",
  rating: "Not rated",
  author: "Author unknown",
  era: "First year unknown",
  pages: "Pages unknown",
  crowd: "Nothing to compare with",
  format: "Format unknown",
  found: "Not found in a catalogue",
};

const CHIP_TEXTS: Partial<Record<FilterName, (value: string) => string>> = {
  q: (value) => `“${value}”`,
  year: (value) => SPECIAL_TEXTS[value] ?? value,
  month: (value) => monthName(Number(value)) || value,
  shelf: (value) => `Shelf ${value}`,
  rating: (value) => (Number(value) > 0 ? `${starNumber(Number(value))} stars` : value),
  authors: (value) => (value === "new" ? "Author new that year" : "Author met before"),
  status: (value) => (value === "read" ? "Finished" : "Not finished"),
  era: (value) => `First published ${value.replace("..", " to ")}`,
  pages: (value) => `${value.replace(/\.\.$/, " or more").replace("..", " to ")} pages`,
  crowd: (value) => `${signed(Number(value))} stars against the average`,
  format: formatName,
  fiction: (value) => (value === "yes" ? "Fiction" : "Nonfiction"),
  found: (value) => ({ matched: "In a catalogue", unmatched: "In no catalogue", unavailable: "Not looked up" })[value] ?? value,
};

function chipText(name: FilterName, value: string): string {
  if (value === UNKNOWN) return UNKNOWN_TEXTS[name] ?? "Unknown";
  return CHIP_TEXTS[name]?.(value) ?? value;
}

/** The same view and order under other filters. */
function addressWith(look: Look, filters: Filters): string {
  const keep = (name: string) => look.search.get(name) ?? undefined;
  return (
    look.path +
    searchOf(filters, { view: keep("view"), by: keep("by"), measure: keep("measure"), sort: keep("sort") })
  );
}
