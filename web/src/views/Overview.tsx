/** The overview: every chart of the books that the filters leave. */
import { useMemo } from "preact/hooks";
import { Chart } from "../charts/Chart";
import { genresChart, genresOverTimeChart } from "../charts/genres";
import type { ChartModel, LinkTo } from "../charts/model";
import { authorsChart, newAuthorsChart } from "../charts/people";
import { crowdChart, starsChart } from "../charts/ratings";
import { calendarChart, monthsChart, yearsChart } from "../charts/time";
import { erasChart, formatsChart, lengthsChart } from "../charts/works";
import { UNKNOWN, searchOf } from "../model/filters";
import { untoldOf } from "../model/outcomes";
import type { Statistics } from "../model/shapes";
import { count, counted, signedFine, starNumber } from "../model/words";
import { Figures } from "./Figures";
import type { Look } from "./LibraryPage";
import { RankedBooks } from "./RankedBooks";
import { useAfterPaint } from "./useAfterPaint";
import { Years } from "./Years";

interface Props {
  readonly look: Look;
  readonly statistics: Statistics;
  readonly link: LinkTo;
}

export function Overview({ look, statistics, link }: Props) {
  const whole = useAfterPaint();
  if (look.chosen.length === 0) {
    return (
      <p class="nothing">
        No book fits all of these filters. <a href={look.path}>Clear them</a> to see everything.
      </p>
    );
  }
  return (
    <div class="overview">
      <Figures statistics={statistics} link={link} />
      <TimeSection look={look} statistics={statistics} link={link} />
      {whole && (
        <>
          <GenreSection look={look} statistics={statistics} link={link} />
          <RatingSection look={look} statistics={statistics} link={link} />
          <WorkSection look={look} statistics={statistics} link={link} />
          <AuthorSection look={look} statistics={statistics} link={link} />
        </>
      )}
    </div>
  );
}

function TimeSection({ look, statistics, link }: Props) {
  const { by_time } = statistics;
  const measure = look.search.get("measure") === "pages" ? "pages" : "books";
  const byMonth = look.search.get("by") === "month" || (look.search.get("by") === null && by_time.years.length === 1);
  const model = useMemo(
    () => (byMonth ? monthsChart(by_time, measure, link) : yearsChart(by_time, measure, link)),
    [by_time, measure, byMonth, link],
  );
  const calendar = useMemo(() => calendarChart(by_time, link), [by_time, link]);
  const address = (more: { by?: string; measure?: string }) =>
    look.path + searchOf(look.filters, { by: byMonth ? "month" : "year", measure, ...more });
  return (
    <section aria-labelledby="time-title">
      <h2 id="time-title">Years and months</h2>
      <div class="switches">
        <Switch
          title="Count"
          current={measure}
          choices={[
            ["books", "Books", address({ measure: "books" })],
            ["pages", "Pages", address({ measure: "pages" })],
          ]}
        />
        <Switch
          title="By"
          current={byMonth ? "month" : "year"}
          choices={[
            ["year", "Year", address({ by: "year" })],
            ["month", "Month", address({ by: "month" })],
          ]}
        />
      </div>
      <Chart model={model} />
      <Years look={look} statistics={statistics} />
      <Chart model={calendar} />
    </section>
  );
}

function Switch({
  title,
  current,
  choices,
}: {
  title: string;
  current: string;
  choices: readonly (readonly [name: string, text: string, href: string])[];
}) {
  return (
    <ul class="switch" aria-label={title}>
      {choices.map(([name, text, href]) => (
        <li key={name}>
          <a href={href} {...(name === current ? { "aria-current": "true" as const } : {})}>
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
}

function GenreSection({ look, statistics, link }: Props) {
  const { genres, genres_over_time, totals } = statistics;
  const untold = useMemo(() => untoldOf(look.chosen), [look.chosen]);
  const bars = useMemo(() => genresChart(genres, totals.read, untold, link), [genres, totals.read, untold, link]);
  const stack = useMemo(() => genresOverTimeChart(genres_over_time, untold, link), [genres_over_time, untold, link]);
  const { fiction, nonfiction, unknown } = genres.fiction;
  const to = (value: string) => look.path + searchOf({ ...look.filters, fiction: value, status: "read" }, { view: "books" });
  return (
    <section aria-labelledby="genres-title">
      <h2 id="genres-title">Genres</h2>
      {totals.read > 0 && (
        <p>
          <a href={to("yes")}>{count(fiction)} fiction</a>, <a href={to("no")}>{count(nonfiction)} nonfiction</a>
          {unknown > 0 && (
            <>
              , <a href={to(UNKNOWN)}>{count(unknown)} undecided</a>
            </>
          )}
          .
        </p>
      )}
      <Pair one={bars} other={stack} />
    </section>
  );
}

function RatingSection({ look, statistics, link }: Props) {
  const { ratings, crowd } = statistics;
  const mine = useMemo(() => starsChart(ratings, link), [ratings, link]);
  const against = useMemo(() => crowdChart(crowd, link), [crowd, link]);
  return (
    <section aria-labelledby="ratings-title">
      <h2 id="ratings-title">Ratings</h2>
      <Pair one={mine} other={against} />
      <div class="lists">
        <RankedBooks look={look} title="Best loved" books={ratings.best_loved} value={(value) => `${starNumber(value)} ★`} />
        <RankedBooks look={look} title="Dearer to me than to others" books={crowd.above} value={signedFine} />
        <RankedBooks look={look} title="Dearer to others than to me" books={crowd.below} value={signedFine} />
      </div>
    </section>
  );
}

function WorkSection({ look, statistics, link }: Props) {
  const { eras, lengths, formats } = statistics;
  const untold = useMemo(() => untoldOf(look.chosen), [look.chosen]);
  const era = useMemo(() => erasChart(eras, untold, link), [eras, untold, link]);
  const length = useMemo(() => lengthsChart(lengths, link), [lengths, link]);
  const format = useMemo(() => formatsChart(formats, link), [formats, link]);
  const pages = (value: number) => counted(value, "page");
  return (
    <section aria-labelledby="works-title">
      <h2 id="works-title">Eras and lengths</h2>
      <Pair one={era} other={length} />
      <div class="lists">
        <RankedBooks look={look} title="Longest" books={lengths.longest} value={pages} />
        <RankedBooks look={look} title="Shortest" books={lengths.shortest} value={pages} />
        <Chart model={format} />
      </div>
    </section>
  );
}

function AuthorSection({ statistics, link }: Props) {
  const { authors } = statistics;
  const top = useMemo(() => authorsChart(authors, link), [authors, link]);
  const met = useMemo(() => newAuthorsChart(authors, link), [authors, link]);
  return (
    <section aria-labelledby="authors-title">
      <h2 id="authors-title">Authors</h2>
      <Pair one={top} other={met} />
    </section>
  );
}

function Pair({ one, other }: { one: ChartModel; other: ChartModel }) {
  return (
    <div class="pair">
      <Chart model={one} />
      <Chart model={other} />
    </div>
  );
}
