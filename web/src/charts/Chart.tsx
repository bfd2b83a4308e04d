/** A chart as a figure: title, sentence, drawing with links, what is left out, and the same as a table. */
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { withDraw } from "./drawing";
import type { ChartModel, LeftOut, Series } from "./model";
import { makeMarksReachable } from "./reach";
import { useSeen } from "./seen";

export function Chart({ model }: { model: ChartModel }) {
  const id = useId();
  const { drawing } = model;
  return (
    <figure class="chart" aria-labelledby={`${id}-title`}>
      <figcaption>
        <h3 id={`${id}-title`}>{model.title}</h3>
        <p>{model.sentence}</p>
      </figcaption>
      {drawing.kind === "stack" && <Legend series={drawing.series} />}
      {drawing.marks.length > 0 && <Plotted model={model} labelledBy={`${id}-title`} />}
      <Aside name="Not in it" books={model.leftOut} />
      <Aside name="By the export alone" books={model.untold ?? []} />
      {model.rows.length > 0 && <AsTable model={model} />}
    </figure>
  );
}

function Aside({ name, books }: { name: string; books: readonly LeftOut[] }) {
  if (books.length === 0) return null;
  return (
    <p class="left-out">
      {name}:{" "}
      {books.map(({ text, href }, index) => (
        <span key={text}>
          {index > 0 && ", "}
          <a href={href}>{text}</a>
        </span>
      ))}
      .
    </p>
  );
}

function Plotted({ model, labelledBy }: { model: ChartModel; labelledBy: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const seen = useSeen(frame);
  const width = useWidth(frame);
  // Brought before any chart is near: on paper there is no time for that.
  useEffect(() => withDraw(() => undefined), []);
  useLayoutEffect(() => {
    if (!seen || width === 0) return undefined;
    return withDraw((draw) => {
      const svg = draw(model.drawing, width);
      svg.setAttribute("role", "group");
      svg.setAttribute("aria-labelledby", labelledBy);
      makeMarksReachable(svg);
      frame.current?.replaceChildren(svg);
    });
  }, [model, width, seen, labelledBy]);
  return <div class={`plot-frame ${model.drawing.kind}`} ref={frame} />;
}

function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul class="legend" aria-hidden="true">
      {series.map(({ name, tone }) => (
        <li key={name}>
          <span class="swatch" data-tone={tone.slice(2)} />
          {name}
        </li>
      ))}
    </ul>
  );
}

function AsTable({ model }: { model: ChartModel }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="as-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        As a table<span class="only-read-out">: {model.title}</span>
      </summary>
      {open && (
        <div class="table-frame" tabIndex={0} role="region" aria-label={`${model.title} as a table`}>
          <table>
            <thead>
              <tr>
                {model.columns.map((column) => (
                  <th scope="col" key={column}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {model.rows.map(({ cells: [first, ...rest], href }) => (
                <tr key={first}>
                  <th scope="row">{href ? <a href={href}>{first}</a> : first}</th>
                  {rest.map((cell, index) => (
                    <td key={index}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

/** The width in whole pixels that there is, followed as it changes. */
function useWidth(frame: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  const [onPaper, setOnPaper] = useState<number | null>(null);
  useEffect(() => {
    if (!frame.current) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(frame.current);
    const stop = new AbortController();
    window.addEventListener("beforeprint", () => setOnPaper(paperWidthOf(frame.current)), { signal: stop.signal });
    window.addEventListener("afterprint", () => setOnPaper(null), { signal: stop.signal });
    return () => {
      observer.disconnect();
      stop.abort();
    };
  }, [frame]);
  return onPaper ?? width;
}

/** What a sheet has room for, in pixels: a wider drawing would be made smaller, and its letters with it. */
const SHEET_WIDTH = 640;
/** The names beside bars have to fit as well. */
const LEAST_PAPER_WIDTH = 260;

/** The part of a sheet's width that something has of the window's. */
function paperWidthOf(frame: HTMLElement | null): number | null {
  const all = frame?.closest("main")?.clientWidth;
  if (!frame || !all) return null;
  const part = Math.max(LEAST_PAPER_WIDTH, (SHEET_WIDTH * frame.clientWidth) / all);
  return Math.floor(Math.min(frame.clientWidth, part));
}
