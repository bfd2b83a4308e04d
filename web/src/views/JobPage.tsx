/** A job's page: watch until it is complete, then look. */
import { useEffect } from "preact/hooks";
import { forgetLibrary } from "../api/owner";
import { isGone, Problem } from "../api/problems";
import { LibraryPage } from "./LibraryPage";
import { Notice } from "./Notice";
import { useJob } from "./useJob";
import { useTitle } from "./useTitle";
import { Watch } from "./Watch";

export function JobPage({ jobId, search }: { jobId: string; search: URLSearchParams }) {
  const followed = useJob(jobId);
  const { job, dashboard, problem } = followed;
  const gone = isGone(problem);
  useEffect(() => {
    if (gone) forgetLibrary(jobId);
  }, [gone, jobId]);
  if (dashboard && job) return <LibraryPage followed={followed} job={job} dashboard={dashboard} search={search} />;
  if (problem) return <NoLibrary problem={problem} />;
  if (job?.state === "failed") return <NoLibrary problem={failed(job.failure?.message)} />;
  if (job === null || job.state === "complete") return <Opening troubled={followed.troubled} />;
  return <Watch job={job} followed={followed} />;
}

function Opening({ troubled }: { troubled: boolean }) {
  return (
    <p class="opening" role="status">
      {troubled ? "The service does not answer just now. This page keeps asking for the library." : "Opening the library …"}
    </p>
  );
}

function NoLibrary({ problem }: { problem: Problem }) {
  useTitle("No library here · Fanfolio");
  const told = problem.status === 404 ? GONE : problem;
  return (
    <div class="no-library">
      <h1>No library here</h1>
      <Notice problem={told}>
        <p>
          <a href="/">Upload an export</a>
        </p>
      </Notice>
    </div>
  );
}

const GONE = new Problem({
  title: "This link leads nowhere (any more)",
  detail: "The library behind it was deleted, has expired, or the link is not complete.",
  kind: "job-not-found",
  status: 404,
});

function failed(reason: string | undefined): Problem {
  return new Problem({
    title: "This import did not succeed",
    detail: reason ?? "The service gives no reason. Please upload your export again.",
    kind: "job-failed",
    status: 409,
  });
}
