/** Follows a job: its standing until it ends, its dashboard once there is one. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { isPassing, type Problem, problemOf } from "../api/problems";
import { type Job, readDashboard, readNextStanding, type Standing } from "../api/client";
import type { Observation } from "../model/progress";
import type { Dashboard } from "../model/shapes";

const PAUSE_MS = 300;
const PAUSE_WITHOUT_WAIT_MS = 1000;
const PAUSE_AFTER_TROUBLE_MS = 3000;
const ENDED = new Set(["complete", "failed"]);

export interface Followed {
  readonly job: Job | null;
  readonly dashboard: Dashboard | null;
  readonly problem: Problem | null;
  /** The service does not answer just now; it is asked again. */
  readonly troubled: boolean;
  readonly observations: readonly Observation[];
  /** Look again: after a retry the job is under way once more. */
  readonly follow: () => void;
}

type Found = Omit<Followed, "follow">;

const NOTHING: Found = { job: null, dashboard: null, problem: null, troubled: false, observations: [] };

export function useJob(jobId: string): Followed {
  const [found, setFound] = useState<Found>(NOTHING);
  const [round, setRound] = useState(0);
  const shown = useRef("");
  // Not after the next frame, as other effects: a reader waits for these answers.
  useLayoutEffect(() => {
    const stop = new AbortController();
    const tell = (news: Partial<Found>) => {
      if (!stop.signal.aborted) setFound((before) => ({ ...before, ...news }));
    };
    if (shown.current !== jobId) setFound(NOTHING);
    shown.current = jobId;
    followJob(jobId, tell, stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) tell({ problem: problemOf(error) });
    });
    return () => stop.abort();
  }, [jobId, round]);
  return { ...found, follow: () => setRound((before) => before + 1) };
}

/** Tells every news of a job until it has ended and its dashboard is here; raises what no later question would help. */
export async function followJob(jobId: string, tell: (news: Partial<Found>) => void, signal: AbortSignal): Promise<void> {
  let standing: Standing | null = null;
  let observations: Observation[] = [];
  while (!signal.aborted) {
    const last: Standing | null = standing;
    standing = await patiently(() => readNextStanding(jobId, last, signal), tell, signal);
    const { job } = standing;
    if (observations.at(-1)?.settled !== job.settled) {
      observations = [...observations.slice(-50), { atMs: performance.now(), settled: job.settled }];
    }
    tell({ job, observations });
    if (ENDED.has(job.state)) {
      if (job.state !== "complete") return;
      // A dashboard that came with the document is one of before where the job was under way since.
      const mayBeHere = last === null;
      tell({ dashboard: await patiently(() => readDashboard(jobId, mayBeHere, signal), tell, signal) });
      return;
    }
    await pause(standing.etag === null ? PAUSE_WITHOUT_WAIT_MS : PAUSE_MS, signal);
  }
}

/** What a question brings, asked again for as long as its trouble is a passing one. */
async function patiently<T>(
  ask: () => Promise<T>,
  tell: (news: Partial<Found>) => void,
  signal: AbortSignal,
): Promise<T> {
  for (;;) {
    try {
      const answer = await ask();
      tell({ troubled: false });
      return answer;
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      tell({ troubled: true });
      await pause(afterTrouble(error), signal);
    }
  }
}

function afterTrouble(error: unknown): number {
  const { retryAfterSeconds } = problemOf(error);
  return retryAfterSeconds === null ? PAUSE_AFTER_TROUBLE_MS : retryAfterSeconds * 1000;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
