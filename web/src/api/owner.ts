/** The owner tokens of the libraries that were uploaded from this browser; they leave it only to prove ownership. */
const PREFIX = "fanfolio.owner.";

export function keepOwnerToken(jobId: string, token: string): void {
  storage()?.setItem(PREFIX + jobId, token);
}

/** The token of a job, if this browser uploaded it. */
export function ownerTokenOf(jobId: string): string | null {
  return storage()?.getItem(PREFIX + jobId) ?? null;
}

export function forgetOwnerToken(jobId: string): void {
  storage()?.removeItem(PREFIX + jobId);
}

/** The jobs that were uploaded from this browser. */
export function ownJobs(): string[] {
  const kept = storage();
  if (kept === null) return [];
  const names = Array.from({ length: kept.length }, (_, index) => kept.key(index) ?? "");
  return names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}

/** A browser may forbid it: then nothing is kept, and the page still works. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
