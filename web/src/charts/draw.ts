/** Draws charts: the only module that knows Observable Plot, loaded when the first chart comes into sight. */
import { axisX, axisY, barX, barY, cell, gridX, gridY, plot, ruleX, ruleY, text } from "@observablehq/plot";
import { count } from "../model/words";
import type { Drawing, Mark } from "./model";

const TICK_WIDTH = 44;
const TALLEST_CELL = 34;
const FONT = 12;
const MOST_TICKS = 5;
/** With a rim of the sheet's colour: a figure may stand on a line of the grid. */
const LETTERING = { fill: "var(--muted)", stroke: "var(--sheet)", strokeWidth: 4 };

/** The chart as SVG of that width; every mark is a link with a name. */
export function draw(drawing: Drawing, width: number): SVGSVGElement {
  const svg = drawn(drawing, width) as SVGSVGElement;
  // Plot's own style sheet would need a hole in the content security policy: its rules stand in charts.css instead.
  svg.querySelector("style")?.remove();
  svg.setAttribute("class", "plot");
  for (const group of svg.querySelectorAll("g")) {
    // Plot names its groups ("rule", "y-axis tick label"): only marks have something to say, each by its own name.
    group.removeAttribute("aria-label");
    if (group.parentNode === svg && group.querySelector("a") === null) group.setAttribute("aria-hidden", "true");
  }
  return svg;
}

function drawn(drawing: Drawing, width: number): Element {
  switch (drawing.kind) {
    case "columns":
      return columns(drawing, width);
    case "stack":
      return columns({ ...drawing, ticks: undefined }, width);
    case "bars":
      return bars(drawing, width);
    case "grid":
      return grid(drawing, width);
  }
}

type Columns = Pick<Drawing, "marks" | "places" | "nameOf"> & {
  readonly kind: "columns" | "stack";
  readonly sizes: string;
  readonly axis: string;
  readonly ticks?: readonly string[] | undefined;
};

function columns(drawing: Columns, width: number): Element {
  const { marks, places, nameOf, sizes, axis } = drawing;
  const seen = marks.filter((mark) => mark.size > 0);
  const labelled = drawing.kind === "columns" && places.length * 34 <= width;
  return plot({
    width,
    height: Math.round(drawing.kind === "stack" ? within(260, width * 0.7, 400) : within(220, width * 0.4, 300)),
    marginLeft: 46,
    marginTop: 28,
    marginBottom: 40,
    x: { type: "band", domain: [...places], padding: places.length > 60 ? 0.1 : 0.22, label: axis },
    y: { label: sizes, zero: true, nice: true },
    marks: [
      gridY({ ticks: ticksOf(tallest(seen)), stroke: "var(--line)", strokeOpacity: 1 }),
      axisY({ ticks: ticksOf(tallest(seen)), tickSize: 0, fontSize: FONT, tickFormat: count }),
      axisX({
        tickSize: 0,
        fontSize: FONT,
        ticks: thinned(drawing.ticks ?? places, width - 60),
        tickFormat: (place: string) => nameOf?.(place) ?? place,
        labelAnchor: "right",
        labelArrow: "none",
      }),
      barY(seen, { x: "at", y: "size", ...linked(seen), rx: places.length > 60 ? 0 : 2 }),
      labelled ? text(seen, { x: "at", y: "size", text: (mark: Mark) => count(mark.size), dy: -8, fontSize: FONT, ...LETTERING }) : null,
      ruleY([0], { stroke: "var(--axis)" }),
    ],
  });
}

function bars(drawing: Extract<Drawing, { kind: "bars" }>, width: number): Element {
  const { marks, places, sizes } = drawing;
  const left = within(118, width * 0.34, 170);
  return plot({
    width,
    height: places.length * 28 + 52,
    marginLeft: left,
    marginRight: 40,
    marginTop: 8,
    marginBottom: 40,
    y: { type: "band", domain: [...places], padding: 0.28, label: null },
    x: { label: sizes, zero: true, nice: true },
    marks: [
      gridX({ ticks: ticksOf(tallest(marks), 4), stroke: "var(--line)", strokeOpacity: 1 }),
      axisX({ ticks: ticksOf(tallest(marks), 4), tickSize: 0, fontSize: FONT, labelArrow: "none", tickFormat: count }),
      axisY({ tickSize: 0, fontSize: FONT, lineWidth: left / FONT - 1, textOverflow: "ellipsis" }),
      barX(marks, { y: "at", x: "size", ...linked(marks), rx: 2 }),
      text(marks, { y: "at", x: "size", text: (mark: Mark) => count(mark.size), dx: 6, textAnchor: "start", fontSize: FONT, ...LETTERING }),
      ruleX([0], { stroke: "var(--axis)" }),
    ],
  });
}

function grid(drawing: Extract<Drawing, { kind: "grid" }>, width: number): Element {
  const { marks, places, groups } = drawing;
  const narrow = width < 480;
  const cellWidth = (width - 50) / places.length;
  const everywhere = groups.flatMap((group) => places.map((at) => ({ at, group })));
  return plot({
    width,
    height: groups.length * within(24, cellWidth * 0.8, TALLEST_CELL) + 34,
    marginLeft: 44,
    marginTop: 28,
    marginBottom: 6,
    marginRight: 4,
    x: { type: "band", domain: [...places], padding: 0.08, label: null },
    y: { type: "band", domain: [...groups], padding: 0.08, label: null },
    color: { type: "identity" },
    marks: [
      axisX({ anchor: "top", tickSize: 0, fontSize: FONT, tickFormat: (place: string) => (narrow ? place.slice(0, 1) : place) }),
      axisY({ tickSize: 0, fontSize: FONT }),
      cell(everywhere, { x: "at", y: "group", fill: "var(--heat-0)", rx: 3, ariaHidden: "true" }),
      cell(marks, { x: "at", y: "group", ...linked(marks), rx: 3 }),
      narrow
        ? null
        : text(marks, { x: "at", y: "group", text: (mark: Mark) => count(mark.size), fill: (mark: Mark) => inkOn(mark), fontSize: FONT, pointerEvents: "none" }),
    ],
  });
}

/** What makes a mark a link with a name, in its colour. */
function linked(marks: readonly Mark[]) {
  return {
    fill: (mark: Mark) => `var(${mark.tone ?? "--series-1"})`,
    href: marks.map((mark) => mark.href),
    title: marks.map((mark) => mark.label),
  };
}

function inkOn(mark: Mark): string {
  return `var(${/[345]$/.test(mark.tone ?? "") ? "--heat-ink-dark" : "--heat-ink-light"})`;
}

/** The largest sum of marks at one place: the end of the axis. */
function tallest(marks: readonly Mark[]): number {
  const sums = new Map<string, number>();
  for (const mark of marks) sums.set(mark.at, (sums.get(mark.at) ?? 0) + mark.size);
  return Math.max(0, ...sums.values());
}

/** How many ticks: of whole things there are none in between. */
function ticksOf(end: number, most = MOST_TICKS): number {
  return Math.max(1, Math.min(most, end));
}

function within(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** As many of the places as have room for their names. */
function thinned(places: readonly string[], width: number): string[] {
  const every = Math.max(1, Math.ceil((places.length * TICK_WIDTH) / Math.max(width, TICK_WIDTH)));
  return places.filter((_, index) => index % every === 0);
}
