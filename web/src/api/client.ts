/** The service's addresses, asked with the browser's own means. */
import type { Dashboard } from "../model/shapes";
import type { components } from "../types/api";
import { isGone, problemFrom, unreachable } from "./problems";

export type Job = components["schemas"]["JobView"];
export type AcceptedJob = components["schemas"]["AcceptedView"];

/** A request waits this long for news; the service allows 20 s. */
const WAIT_SECONDS = 15;

export function jobAddress(jobId: string): string {
  return `/v1/jobs/${encodeURIComponent(jobId)}`;
}

const ANEW: RequestInit = { cache: "no-store" };

/** As its `Link: rel=preload` does, or that answer would not be taken: but not where a browser went back to the document. */
function asTheDocumentAsks(): RequestInit {
  // There it takes what it has stored without asking whether that still holds.
  const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return navigation?.type === "back_forward" ? ANEW : {};
}

export interface Standing {
  readonly job: Job;
  readonly etag: string | null;
}

/** How the job stands once that has changed since `last`, or the same after a while. */
export async function readNextStanding(jobId: string, last: Standing | null, signal: AbortSignal): Promise<Standing> {
  const answer = last?.etag
    ? await ask(`${jobAddress(jobId)}?wait=${WAIT_SECONDS}`, {
        signal,
        headers: { "if-none-match": last.etag },
        ...ANEW,
      })
    : await ask(jobAddress(jobId), { signal, ...asTheDocumentAsks() });
  if (answer.status === 304 && last !== null) return last;
  return { job: (await arrived(answer.json())) as Job, etag: answer.headers.get("etag") };
}

/** The dashboard document; it may come from the store, by a redirect. `mayBeHere` if nothing has changed since the document came. */
export async function readDashboard(jobId: string, mayBeHere: boolean, signal: AbortSignal): Promise<Dashboard> {
  const answer = await ask(`${jobAddress(jobId)}/dashboard`, { signal, ...(mayBeHere ? asTheDocumentAsks() : ANEW) });
  return (await arrived(answer.json())) as Dashboard;
}

export interface Pause {
  readonly source: string;
  /** When it is asked again. */
  readonly until: string;
}

/** The catalogues that are left alone for a while, because they do not answer or have asked for it. */
export async function readPauses(signal: AbortSignal): Promise<readonly Pause[]> {
  const answer = await ask("/healthz?deep=true", { signal });
  const { checks } = (await answer.json()) as components["schemas"]["HealthView"];
  return checks?.paused_catalogues ?? [];
}

/** Delete the job and everything of it; one that is gone, by itself or long ago, needs no deleting. */
export async function deleteJob(jobId: string, ownerToken: string): Promise<void> {
  try {
    await ask(jobAddress(jobId), { method: "DELETE", headers: bearer(ownerToken) });
  } catch (error) {
    // To a token that is not its owner's, a job that is there is told to be none.
    if (!isGone(error) || !(await isNotThere(jobId))) throw error;
  }
}

async function isNotThere(jobId: string): Promise<boolean> {
  try {
    await ask(jobAddress(jobId), ANEW);
    return false;
  } catch (error) {
    if (isGone(error)) return true;
    throw error;
  }
}

/** Look up once more what no catalogue could answer for. */
export async function retryJob(jobId: string, ownerToken: string): Promise<void> {
  await ask(`${jobAddress(jobId)}/retry`, { method: "POST", headers: bearer(ownerToken) });
}

/** The books as CSV with the columns that only their owner may see. */
export async function readPrivateCsv(jobId: string, ownerToken: string): Promise<Blob> {
  const answer = await ask(`${jobAddress(jobId)}/books.csv?private=true`, { headers: bearer(ownerToken) });
  return arrived(answer.blob());
}

function bearer(ownerToken: string): Record<string, string> {
  return { authorization: `Bearer ${ownerToken}` };
}

async function ask(address: string, init: RequestInit): Promise<Response> {
  const answer = await arrived(fetch(address, init));
  if (answer.ok || answer.status === 304) return answer;
  throw problemFrom(answer.status, await answer.text(), answer.headers.get("retry-after"));
}

/** An answer, or its body: both may break off on the way, for which browsers throw a TypeError. */
async function arrived<T>(coming: Promise<T>): Promise<T> {
  try {
    return await coming;
  } catch (error) {
    throw error instanceof TypeError ? unreachable() : error;
  }
}
