/** Watch: progress that moves, says what it waits for, and can be cancelled. */
import { useEffect, useState } from "preact/hooks";
import type { Job } from "../api/client";
import { describeProgress, isStill } from "../model/progress";
import type { Followed } from "./useJob";
import { DeleteEverything } from "./DeleteEverything";
import { percent } from "../model/words";
import { usePauses } from "./usePauses";
import { useTitle } from "./useTitle";

export function Watch({ job, followed }: { job: Job; followed: Followed }) {
  const now = useNow(1000);
  const { observations, troubled } = followed;
  const pauses = usePauses(job.state === "enriching" && isStill(observations, now));
  const { title, sentences, share } = describeProgress(job, observations, now, pauses);
  useTitle(share === null ? "Importing · Fanfolio" : `${percent(share, 1)} · Fanfolio`);
  return (
    <section class="watch" aria-labelledby="watch-title">
      <h1 id="watch-title">{title}</h1>
      {/* At nothing yet it moves all the same. */}
      {share ? (
        <progress max={1} value={share} aria-labelledby="watch-title" />
      ) : (
        <progress aria-labelledby="watch-title" />
      )}
      <div role="status" class="watch-words">
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {troubled && <p>The service does not answer just now. Your import goes on; this page keeps asking.</p>}
      </div>
      <p class="quiet">
        You may close this page: the import goes on, and this address shows how it stands and later your dashboard.
      </p>
      <DeleteEverything jobId={job.job_id} action="Cancel and delete" />
    </section>
  );
}

function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
