/** What this library is, how complete the picture is, and a retry where it helps. */
import { useState } from "preact/hooks";
import { type Job, retryJob } from "../api/client";
import { ownerTokenOf } from "../api/owner";
import { type Problem, problemOf } from "../api/problems";
import { instantInWords } from "../model/days";
import { searchOf } from "../model/filters";
import { describeProgress, earlySentence } from "../model/progress";
import { count, counted } from "../model/words";
import { Completeness } from "./Completeness";
import type { Look } from "./LibraryPage";
import { Notice } from "./Notice";
import type { Followed } from "./useJob";
import { usePauses } from "./usePauses";

export function LibraryHeader({ look, job, followed }: { look: Look; job: Job; followed: Followed }) {
  const { totals } = look.dashboard.statistics;
  const years = [totals.first_day, totals.last_day].map((day) => day?.split("-")[0]);
  const span = years[0] && years[1] ? (years[0] === years[1] ? ` in ${years[0]}` : `, ${years[0]} to ${years[1]}`) : "";
  return (
    <header class="library-header">
      <h1>
        {counted(totals.read, "book")} read{span}
      </h1>
      <p class="quiet">
        A library of {counted(totals.books, "book")}, imported on {instantInWords(job.created_at)}. It deletes itself on{" "}
        {instantInWords(job.expires_at)}.
      </p>
      <Completeness look={look} />
      <Retry look={look} job={job} followed={followed} />
    </header>
  );
}

function Retry({ look, job, followed }: { look: Look; job: Job; followed: Followed }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const unavailable = look.dashboard.coverage.unavailable;
  const token = ownerTokenOf(job.job_id);
  const pauses = usePauses(unavailable > 0 && token !== null && job.state === "complete", { once: true });
  if (job.state !== "complete") {
    const { title, sentences } = describeProgress(job, followed.observations, performance.now());
    return (
      <p class="retry" id="retry" role="status">
        {title}: {sentences[0]} The figures below are those from before.
      </p>
    );
  }
  if (unavailable === 0) return null;

  async function retry(ownerToken: string): Promise<void> {
    setProblem(null);
    try {
      await retryJob(job.job_id, ownerToken);
      followed.follow();
    } catch (error) {
      setProblem(problemOf(error));
    }
  }

  return (
    <div class="retry" id="retry">
      {problem && <Notice problem={problem} />}
      <p>
        <a href={look.path + searchOf({ found: "unavailable" }, { view: "books" })}>{counted(unavailable, "book")}</a>{" "}
        could not be looked up because no catalogue answered; {unavailable === 1 ? "it has" : "they have"} no genres or
        cover from there. {pauses.map(earlySentence).join(" ")}
      </p>
      {token !== null && (
        <button type="button" onClick={() => void retry(token)}>
          Look {unavailable === 1 ? "it" : `these ${count(unavailable)}`} up again
        </button>
      )}
    </div>
  );
}
