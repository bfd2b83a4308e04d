/** Deleting takes two presses and the owner token; without the token there is no button. */
import { useState } from "preact/hooks";
import { deleteJob } from "../api/client";
import { forgetLibrary, ownerTokenOf } from "../api/owner";
import { type Problem, problemOf } from "../api/problems";
import { goTo } from "../router";
import { Notice } from "./Notice";

export function DeleteEverything({ jobId, action }: { jobId: string; action: string }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const token = ownerTokenOf(jobId);
  if (token === null) return null;

  async function remove(ownerToken: string): Promise<void> {
    setBusy(true);
    try {
      await deleteJob(jobId, ownerToken);
      forgetLibrary(jobId);
      goTo("/?deleted=1");
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  }

  return (
    <div class="delete">
      {problem && <Notice problem={problem} />}
      {asking ? (
        <div role="group" aria-label={action} class="asking">
          <p>Delete the upload, the dashboard and everything else of it? This cannot be undone.</p>
          <button type="button" class="strong" disabled={busy} onClick={() => void remove(token)}>
            Yes, delete everything
          </button>
          <button type="button" disabled={busy} onClick={() => setAsking(false)}>
            Keep it
          </button>
        </div>
      ) : (
        <button type="button" onClick={() => setAsking(true)}>
          {action}
        </button>
      )}
    </div>
  );
}
