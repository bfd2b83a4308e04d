/** Why a request did not succeed, as sentences for the reader (RFC 9457). */

export interface Fault {
  readonly line?: number;
  readonly column?: string | null;
  readonly advice: string;
}

export class Problem extends Error {
  readonly title: string;
  /** What kind, for programs: the last part of the problem's type. */
  readonly kind: string;
  readonly status: number;
  readonly faults: readonly Fault[];
  /** Seconds after which to ask again, where the answer tells. */
  readonly retryAfterSeconds: number | null;

  constructor(told: {
    title: string;
    detail: string;
    kind: string;
    status: number;
    faults?: readonly Fault[];
    retryAfterSeconds?: number | null;
  }) {
    super(told.detail);
    this.title = told.title;
    this.kind = told.kind;
    this.status = told.status;
    this.faults = told.faults ?? [];
    this.retryAfterSeconds = told.retryAfterSeconds ?? null;
  }
}

const NOT_REACHED = {
  title: "Fanfolio cannot be reached",
  detail: "The service did not answer. Check your connection and try again in a moment.",
  kind: "unreachable",
  status: 0,
};

/** The service did not answer at all. */
export function unreachable(): Problem {
  return new Problem(NOT_REACHED);
}

/** Whether asking again later may help. */
export function isPassing(error: unknown): boolean {
  return error instanceof Problem && (error.status === 0 || error.status === 429 || error.status >= 500);
}

const GONE_KIND = "job-not-found";

/** Whether the service says that there is no such job; not every 404 is the service's, some are a proxy's. */
export function isGone(error: unknown): boolean {
  return error instanceof Problem && error.kind === GONE_KIND;
}

/** What an error says to the reader, whatever it is. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem({
    title: "Something went wrong on this page",
    detail: "This is a fault of the page, not of your library. Reload it to try again.",
    kind: "page",
    status: 0,
  });
}

/** The problem that an answer's body tells. */
export function problemFrom(status: number, body: string, retryAfter: string | null): Problem {
  const told = parsed(body);
  const retryAfterSeconds = retryAfter === null ? NaN : Number(retryAfter);
  return new Problem({
    title: text(told["title"]) ?? "The service could not do this",
    detail: text(told["detail"]) ?? `It answered with status ${status}. Please try again in a moment.`,
    kind: (text(told["type"]) ?? "").split("/").at(-1) ?? "",
    status,
    faults: Array.isArray(told["errors"]) ? told["errors"].filter(isFault) : [],
    retryAfterSeconds: Number.isFinite(retryAfterSeconds) ? retryAfterSeconds : null,
  });
}

function parsed(body: string): Record<string, unknown> {
  try {
    const told: unknown = JSON.parse(body);
    return typeof told === "object" && told !== null ? { ...told } : {};
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isFault(value: unknown): value is Fault {
  return typeof value === "object" && value !== null && "advice" in value && typeof value.advice === "string";
}
