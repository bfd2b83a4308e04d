/** Upload: drag a file, choose one, or try the sample. */
import { useEffect, useRef, useState } from "preact/hooks";
import sampleAddress from "../../../services/local/sample/library.csv?url";
import { keepOwnerToken, ownJobs } from "../api/owner";
import { type Problem, problemOf } from "../api/problems";
import { startImport } from "../api/upload";
import { goTo } from "../router";
import { HowToExport } from "./HowToExport";
import { Notice } from "./Notice";
import { percent } from "../model/words";
import { useTitle } from "./useTitle";

type Sending = { readonly name: string; readonly share: number } | null;

export function Welcome() {
  const [sending, setSending] = useState<Sending>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useTitle("Fanfolio: your reading, at a glance");

  async function send(choose: () => Promise<File>): Promise<void> {
    setProblem(null);
    try {
      const file = await choose();
      setSending({ name: file.name, share: 0 });
      const job = await startImport(file, (share) => setSending({ name: file.name, share }));
      keepOwnerToken(job.job_id, job.owner_token);
      goTo(`/jobs/${job.job_id}`);
    } catch (error) {
      setProblem(problemOf(error));
      setSending(null);
    }
  }

  return (
    <div class="welcome">
      <section class="hero">
        <h1>See what you have been reading</h1>
        <p class="lead">
          Give Fanfolio the library export that Goodreads or StoryGraph makes for you. Seconds later you look at your
          years, genres, ratings, eras and authors.
        </p>
      </section>
      {problem && <Notice problem={problem} />}
      <DropZone sending={sending} onFile={(file) => void send(async () => file)} />
      <p class="sample">
        No export at hand?{" "}
        <button type="button" class="link" disabled={sending !== null} onClick={() => void send(sampleFile)}>
          Look at a sample library
        </button>
      </p>
      <OwnLibraries />
      <HowToExport />
      <Privacy />
    </div>
  );
}

function DropZone({ sending, onFile }: { sending: Sending; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  useWholeWindowDrop(setOver, onFile);
  return (
    <section class={over ? "drop over" : "drop"} aria-label="Upload your export">
      <label for="export-file">Drop your export here, or choose it</label>
      <input
        id="export-file"
        ref={input}
        type="file"
        accept=".csv,text/csv"
        disabled={sending !== null}
        aria-describedby="export-file-about"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file) onFile(file);
        }}
      />
      <p id="export-file-about" class="quiet">
        One CSV file, up to 50 MB
      </p>
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
  const jobs = ownJobs();
  if (jobs.length === 0) return null;
  return (
    <section class="own-libraries" aria-labelledby="own-libraries-title">
      <h2 id="own-libraries-title">Uploaded from this browser</h2>
      <ul>
        {jobs.map((jobId) => (
          <li key={jobId}>
            <a href={`/jobs/${jobId}`}>Library {jobId.slice(0, 8)}</a>
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
  const answer = await fetch(sampleAddress);
  return new File([await answer.blob()], "sample-library.csv", { type: "text/csv" });
}
