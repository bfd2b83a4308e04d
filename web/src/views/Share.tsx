/** Share and own: what the link shows, what only this browser may do, and when everything goes. */
import { useState } from "preact/hooks";
import { type Job, jobAddress, readPrivateCsv } from "../api/client";
import { ownerTokenOf } from "../api/owner";
import { type Problem, problemOf } from "../api/problems";
import { instantInWords } from "../model/days";
import type { Dashboard } from "../model/shapes";
import { DeleteEverything } from "./DeleteEverything";
import { Notice } from "./Notice";
import { saveFile } from "./saveFile";

export function Share({ job, dashboard }: { job: Job; dashboard: Dashboard }) {
  const token = ownerTokenOf(job.job_id);
  const name = `fanfolio-${job.job_id.slice(0, 8)}`;
  return (
    <div class="share">
      <section aria-labelledby="share-link-title">
        <h3 id="share-link-title">The link</h3>
        <p>
          Whoever has this link sees what you see here: books, days, ratings and shelves. They can change and delete
          nothing, and see neither reviews nor private notes.
        </p>
        <CopyLink address={`${location.origin}/jobs/${job.job_id}`} />
      </section>
      <section aria-labelledby="download-title">
        <h3 id="download-title">Take it with you</h3>
        <p class="buttons">
          <a class="button" href={`${jobAddress(job.job_id)}/books.csv`} download={`${name}.csv`}>
            Download CSV
          </a>
          {/* It is here already; fetched again, a large one would come from another origin and open in this window. */}
          <button type="button" onClick={() => saveFile(asJson(dashboard), `${name}.json`)}>
            Download JSON
          </button>
          {token !== null && <PrivateCsv job={job} token={token} name={name} />}
        </p>
      </section>
      <section aria-labelledby="end-title">
        <h3 id="end-title">When it ends</h3>
        <p>Everything of this library deletes itself on {instantInWords(job.expires_at)}.</p>
        {token === null ? (
          <p>It was uploaded from another browser: only there it can be deleted sooner or looked up again.</p>
        ) : (
          <DeleteEverything jobId={job.job_id} action="Delete everything" />
        )}
      </section>
    </div>
  );
}

function asJson(dashboard: Dashboard): Blob {
  return new Blob([JSON.stringify(dashboard, null, 1)], { type: "application/json" });
}

function CopyLink({ address }: { address: string }) {
  const [copied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(address);
      setCopied(true);
    } catch {
      // Not allowed in this browser: the address is selected by focusing its field.
      document.getElementById("share-address")?.focus();
    }
  }
  return (
    <p class="copy">
      <label for="share-address" class="only-read-out">
        Address
      </label>
      <input id="share-address" readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
      <button type="button" onClick={() => void copy()}>
        Copy link
      </button>
      <span role="status">{copied ? "Copied" : ""}</span>
    </p>
  );
}

function PrivateCsv({ job, token, name }: { job: Job; token: string; name: string }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  async function download(): Promise<void> {
    try {
      saveFile(await readPrivateCsv(job.job_id, token), `${name}-private.csv`);
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
  }
  return (
    <>
      <button type="button" onClick={() => void download()}>
        Download CSV with my reviews and notes
      </button>
      {problem && <Notice problem={problem} />}
    </>
  );
}
