/** The card of a year, drawn in this browser, to save and share as a picture. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { type RecapFigures, recapOf } from "../model/recap";
import { searchOf } from "../model/filters";
import { drawRecap, RECAP_HEIGHT, RECAP_WIDTH } from "./drawRecap";
import type { Look } from "./LibraryPage";
import { saveFile } from "./saveFile";

export function Recap({ look }: { look: Look }) {
  const years = look.dashboard.statistics.by_time.years.filter((row) => row.books > 0).reverse();
  const year = Number(look.filters.year ?? years[0]?.year ?? NaN);
  const recap = useMemo(() => recapOf(look.chosen, look.library.met, year), [look.chosen, look.library, year]);
  if (recap === null) return <p class="nothing">No book that fits these filters was finished on a day in that year.</p>;
  return (
    <div class="recap">
      <nav aria-label="Years">
        <ul class="year-links">
          {years.map((row) => (
            <li key={row.year}>
              <a
                href={look.path + searchOf({ ...look.filters, year: String(row.year) }, { view: "recap" })}
                {...(row.year === year ? { "aria-current": "true" as const } : {})}
              >
                {row.year}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Card recap={recap} />
    </div>
  );
}

function Card({ recap }: { recap: RecapFigures }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) drawRecap(canvas.current, recap);
  }, [recap]);
  const file = () =>
    new Promise<File>((resolve) => {
      canvas.current?.toBlob(
        (picture) => picture && resolve(new File([picture], `fanfolio-${recap.year}.png`, { type: "image/png" })),
        "image/png",
      );
    });
  const canShare = typeof navigator.canShare === "function";
  return (
    <div class="card">
      <canvas ref={canvas} width={RECAP_WIDTH} height={RECAP_HEIGHT} role="img" aria-label={recap.inWords} />
      <div class="beside">
        <p>{recap.inWords}</p>
        <p class="buttons">
          <button
            type="button"
            class="strong"
            onClick={() => void file().then((picture) => saveFile(picture, picture.name))}
          >
            Save the picture
          </button>
          {canShare && (
            <button type="button" onClick={() => void file().then(sharePicture)}>
              Share the picture
            </button>
          )}
        </p>
        <p class="quiet">The picture is made in this browser and sent nowhere.</p>
      </div>
    </div>
  );
}

async function sharePicture(picture: File): Promise<void> {
  const content = { files: [picture] };
  if (!navigator.canShare(content)) {
    saveFile(picture, picture.name);
    return;
  }
  try {
    await navigator.share(content);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
  }
}
