/** Look: one library under its filters, in one of its views. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { linksFrom } from "../charts/model";
import type { Job } from "../api/client";
import { chosenOf, type Filters, filtersOf, isFiltered, searchOf } from "../model/filters";
import { type Entry, type Library, libraryOf } from "../model/library";
import type { Dashboard } from "../model/shapes";
import { statisticsOf } from "../model/statistics";
import { counted } from "../model/words";
import { BookDetail } from "./BookDetail";
import { BookList } from "./BookList";
import { Covers } from "./Covers";
import { FilterBar } from "./FilterBar";
import { LibraryHeader } from "./LibraryHeader";
import { Overview } from "./Overview";
import { Recap } from "./Recap";
import { Share } from "./Share";
import type { Followed } from "./useJob";
import { useTitle } from "./useTitle";

const VIEWS = [
  { name: "", title: "Overview" },
  { name: "books", title: "Books" },
  { name: "covers", title: "Covers" },
  { name: "recap", title: "Year card" },
  { name: "share", title: "Share" },
] as const;

export interface Look {
  readonly path: string;
  readonly search: URLSearchParams;
  readonly dashboard: Dashboard;
  readonly library: Library;
  readonly filters: Filters;
  readonly chosen: readonly Entry[];
}

export function LibraryPage({
  followed,
  job,
  dashboard,
  search,
}: {
  followed: Followed;
  job: Job;
  dashboard: Dashboard;
  search: URLSearchParams;
}) {
  const library = useMemo(() => libraryOf(dashboard), [dashboard]);
  const query = search.toString();
  const filters = useMemo(() => filtersOf(new URLSearchParams(query)), [query]);
  const filterText = searchOf(filters);
  const chosen = useMemo(() => chosenOf(library, filters), [library, filterText]);
  const view = VIEWS.find(({ name }) => name === (search.get("view") ?? "")) ?? VIEWS[0];
  const look: Look = { path: `/jobs/${job.job_id}`, search, dashboard, library, filters, chosen };
  useTitle(`${view.title} · Fanfolio`);
  return (
    <div class="library">
      <LibraryHeader look={look} job={job} followed={followed} />
      <ViewLinks look={look} current={view.name} />
      {view.name !== "share" && <FilterBar look={look} />}
      <ViewHeading title={view.title} look={look} name={view.name} />
      {view.name === "" && <FilteredOverview look={look} />}
      {view.name === "books" && <BookList look={look} />}
      {view.name === "covers" && <Covers look={look} />}
      {view.name === "recap" && <Recap look={look} />}
      {view.name === "share" && <Share job={job} dashboard={dashboard} />}
      <BookDetail look={look} />
    </div>
  );
}

function FilteredOverview({ look }: { look: Look }) {
  const { dashboard, library, chosen, filters, path } = look;
  const filtered = isFiltered(filters);
  // The document has the figures of the whole library already.
  const statistics = useMemo(
    () => (filtered ? statisticsOf(chosen, library.met) : dashboard.statistics),
    [dashboard, library, chosen, filtered],
  );
  const link = useMemo(() => linksFrom(path, filters), [path, searchOf(filters)]);
  return <Overview look={look} statistics={statistics} link={link} />;
}

function ViewLinks({ look, current }: { look: Look; current: string }) {
  return (
    <nav class="views" aria-label="Views">
      <ul>
        {VIEWS.map(({ name, title }) => (
          <li key={name}>
            <a
              href={look.path + searchOf(look.filters, { view: name })}
              {...(name === current ? { "aria-current": "page" as const } : {})}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Says how many books are looked at; takes the focus when the view changes, so that nobody is left behind. */
function ViewHeading({ title, look, name }: { title: string; look: Look; name: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [shown, setShown] = useState(name);
  useEffect(() => {
    if (name === shown) return;
    setShown(name);
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView({ block: "nearest" });
  }, [name, shown]);
  const total = look.library.entries.length;
  return (
    <div class="view-heading">
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {name !== "share" && (
        <p role="status">
          {isFiltered(look.filters)
            ? `${counted(look.chosen.length, "book")} of ${counted(total, "book").split(" ")[0]}`
            : counted(total, "book")}
        </p>
      )}
    </div>
  );
}
