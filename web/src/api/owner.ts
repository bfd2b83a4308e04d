/** The libraries that were uploaded from this browser, with their owner tokens, which leave it only to prove ownership. */
const PREFIX = "fanfolio.library.";

export interface OwnLibrary {
  readonly jobId: string;
  readonly token: string;
  readonly fileName: string;
  /** When it was uploaded, as the service told. */
  readonly at: string;
}

export function keepLibrary(library: OwnLibrary): void {
  try {
    storage()?.setItem(PREFIX + library.jobId, JSON.stringify(library));
  } catch {
    // No room: the import goes on, and only its deletion before its time is not possible here.
  }
}

/** The owner token of a job, if this browser uploaded it. */
export function ownerTokenOf(jobId: string): string | null {
  return parsed(storage()?.getItem(PREFIX + jobId))?.token ?? null;
}

export function forgetLibrary(jobId: string): void {
  storage()?.removeItem(PREFIX + jobId);
}

/** What was uploaded from this browser and not deleted here, the latest first. */
export function ownLibraries(): OwnLibrary[] {
  const kept = storage();
  if (kept === null) return [];
  const names = Array.from({ length: kept.length }, (_, index) => kept.key(index) ?? "");
  return names
    .filter((name) => name.startsWith(PREFIX))
    .flatMap((name) => parsed(kept.getItem(name)) ?? [])
    .sort((one, other) => (one.at < other.at ? 1 : -1));
}

function parsed(text: string | null | undefined): OwnLibrary | null {
  try {
    const kept = JSON.parse(text ?? "null") as Partial<OwnLibrary> | null;
    const { jobId, token, fileName, at } = kept ?? {};
    return jobId && token && fileName && at ? { jobId, token, fileName, at } : null;
  } catch {
    return null;
  }
}

/** A browser may forbid it: then nothing is kept, and the page still works. */
function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
