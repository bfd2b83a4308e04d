/** Upload: drag a file, choose one, or try the sample. */
import { useEffect, useRef, useState } from "preact/hooks";
import { readSample } from "../api/sample";
import { keepLibrary, ownLibraries } from "../api/owner";
import { type Problem, problemOf } from "../api/problems";
import { startImport } from "../api/upload";
import { instantInWords, timeInWords } from "../model/days";
import { percent } from "../model/words";
import { goTo } from "../router";
import { HowToExport } from "./HowToExport";
import { Notice } from "./Notice";
import { Spines } from "./Spines";
import { useTitle } from "./useTitle";

type Sending = { readonly name: string; readonly share: number } | null;

export function Welcome({ deleted }: { deleted: boolean }) {
  const [sending, setSending] = useState<Sending>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useTitle("Fanfolio: your reading, at a glance");

  const underWay = useRef(false);
  async function send(choose: () => Promise<File>): Promise<void> {
    // The window takes dropped files at any time; one at once is imported.
    if (underWay.current) return;
    underWay.current = true;
    setProblem(null);
    try {
      const file = await choose();
      setSending({ name: file.name, share: 0 });
      const job = await startImport(file, (share) => setSending({ name: file.name, share }));
      keepLibrary({ jobId: job.job_id, token: job.owner_token, fileName: file.name, at: job.created_at });
      goTo(`/jobs/${job.job_id}`);
    } catch (error) {
      setProblem(problemOf(error));
      setSending(null);
    } finally {
      underWay.current = false;
    }
  }

  return (
    <div class="welcome">
      <section class="hero">
        <div>
          <h1>See what you have been reading</h1>
          <p class="lead">
            Give Fanfolio the library export that Goodreads or StoryGraph makes for you. Seconds later you look at your
            years, genres, ratings, eras and authors.
          </p>
        </div>
        <Spines />
      </section>
      {deleted && problem === null && (
        <p class="done" role="status">
          Deleted: nothing of that library is left here.
        </p>
      )}
      {problem && <Notice problem={problem} />}
      <DropZone sending={sending} onFile={(file) => void send(async () => file)} onSample={() => void send(sampleFile)} />
      <OwnLibraries />
      <HowToExport />
      <Privacy />
    </div>
  );
}

interface Dropping {
  readonly sending: Sending;
  readonly onFile: (file: File) => void;
  readonly onSample: () => void;
}

function DropZone({ sending, onFile, onSample }: Dropping) {
  const [over, setOver] = useState(false);
  useWholeWindowDrop(setOver, onFile);
  const busy = sending !== null;
  return (
    <section class={over ? "drop over" : "drop"} aria-label="Upload your export">
      <p class="drop-title">Drop your export here</p>
      <p id="export-file-about" class="quiet">
        One CSV file, up to 50 MB
      </p>
      <div class="choices">
        <input
          id="export-file"
          class="only-read-out"
          type="file"
          accept=".csv,text/csv"
          disabled={busy}
          aria-describedby="export-file-about"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) onFile(file);
            event.currentTarget.value = "";
          }}
        />
        <label for="export-file" class="button strong">
          Choose your export
        </label>
        <button type="button" disabled={busy} onClick={onSample}>
          Look at a sample library
        </button>
      </div>
      <div class="sending" role="status">
        {sending && (
          <>
            <p>
              Sending {sending.name}: {percent(sending.share, 1)}
            </p>
            <progress max={1} value={sending.share} aria-label="Sent" />
          </>
        )}
      </div>
    </section>
  );
}

/** A file may be dropped anywhere: beside the box it would replace the page. */
function useWholeWindowDrop(setOver: (over: boolean) => void, onFile: (file: File) => void): void {
  const latest = useRef(onFile);
  latest.current = onFile;
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    window.addEventListener(
      "dragover",
      (event) => {
        if (!holdsFile(event)) return;
        event.preventDefault();
        setOver(true);
      },
      { signal },
    );
    window.addEventListener("dragleave", (event) => event.relatedTarget === null && setOver(false), { signal });
    window.addEventListener(
      "drop",
      (event) => {
        if (!holdsFile(event)) return;
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer?.files[0];
        if (file) latest.current(file);
      },
      { signal },
    );
    return () => stop.abort();
  }, [setOver]);
}

function OwnLibraries() {
  const libraries = ownLibraries();
  if (libraries.length === 0) return null;
  return (
    <section class="own-libraries" aria-labelledby="own-libraries-title">
      <h2 id="own-libraries-title">Uploaded from this browser</h2>
      <ul>
        {libraries.map(({ jobId, fileName, at }) => (
          <li key={jobId}>
            <a href={`/jobs/${jobId}`}>{fileName}</a>
            <span class="quiet">
              {instantInWords(at)}, {timeInWords(at)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Privacy() {
  return (
    <section class="promises" aria-labelledby="promises-title">
      <h2 id="promises-title">What happens to your file</h2>
      <ul>
        <li>Reviews and private notes are never shown and never leave with the link that you share.</li>
        <li>Catalogues are asked for title, author and ISBN, nothing else.</li>
        <li>Everything deletes itself after a while, and at once when you say so.</li>
      </ul>
    </section>
  );
}

async function sampleFile(): Promise<File> {
  return new File([await readSample()], "sample-library.csv", { type: "text/csv" });
}
