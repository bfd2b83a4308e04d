/** How an import stands, in words; from what the service tells and from watching it. */
import type { Job, Pause } from "../api/client";
import { timeInWords } from "./days";
import { catalogueName, count, counted, patience, percent } from "./words";

/** When (milliseconds of any clock) how many books were settled. */
export interface Observation {
  readonly atMs: number;
  readonly settled: number;
}

export interface Progress {
  readonly title: string;
  /** From 0 to 1; null where nobody can tell yet. */
  readonly share: number | null;
  readonly sentences: readonly string[];
}

/** No news for so long means that somebody upstream makes us wait. */
const STILL_MS = 5000;
const RECENT_MS = 20_000;

const TITLES: Readonly<Record<string, string>> = {
  accepted: "Your library has arrived",
  reading: "Reading your library",
  enriching: "Looking your books up",
  assembling: "Putting your dashboard together",
};

/** `pauses` are the catalogues that are left alone just now. */
export function describeProgress(
  job: Job,
  observations: readonly Observation[],
  nowMs: number,
  pauses: readonly Pause[] = [],
): Progress {
  const title = TITLES[job.state] ?? "Working on your library";
  if (job.total === null) {
    return { title, share: null, sentences: ["The file is being read; this takes a moment."] };
  }
  const sentences = [
    `${count(job.settled)} of ${counted(job.total, "book")} looked up${matchedShare(job)}.`,
    ...(job.state === "enriching" ? outlook(job, job.total - job.settled, observations, nowMs, pauses) : []),
    ...(job.counts.unavailable > 0 ? [unavailableSentence(job.counts.unavailable)] : []),
  ];
  return { title, share: job.total === 0 ? 1 : job.settled / job.total, sentences };
}

function matchedShare(job: Job): string {
  return job.settled === 0 ? "" : `, ${percent(job.counts.matched, job.settled)} of them found in a catalogue`;
}

function unavailableSentence(books: number): string {
  return `For ${counted(books, "book")} no catalogue answers at the moment; they will be in your dashboard without genres and cover.`;
}

function outlook(
  job: Job,
  left: number,
  observations: readonly Observation[],
  nowMs: number,
  pauses: readonly Pause[],
): string[] {
  if (isStill(observations, nowMs)) {
    return [
      ...(pauses.length > 0 ? pauses.map(pauseSentence) : [WAITING]),
      `At ${timeInWords(job.deadline)} at the latest you see your dashboard with what is known by then.`,
    ];
  }
  const secondsLeft = timeLeftSeconds(left, observations, nowMs);
  if (secondsLeft === null) return ["Open catalogues are being asked for genres, covers, pages and first years."];
  return [`Ready in ${patience(secondsLeft)}.`];
}

const WAITING =
  "Waiting for the catalogues: they allow a few questions a second, and what they did not answer is asked again after a pause.";

function pauseSentence({ source, until }: Pause): string {
  return `${catalogueName(source)} does not answer just now. It is left alone until ${timeInWords(until)}, then the rest is asked again.`;
}

/** What is said beside a retry that would come too early. */
export function earlySentence({ source, until }: Pause): string {
  return `${catalogueName(source)} did not answer and is left alone until ${timeInWords(until)}: looking up again helps after that.`;
}

/** Whether there has been no news for a while. */
export function isStill(observations: readonly Observation[], nowMs: number): boolean {
  const last = observations.at(-1);
  return last !== undefined && nowMs - last.atMs >= STILL_MS;
}

/** From the pace of the last twenty seconds; null until there is one. */
export function timeLeftSeconds(left: number, observations: readonly Observation[], nowMs: number): number | null {
  const recent = observations.filter(({ atMs }) => nowMs - atMs <= RECENT_MS);
  const [first, last] = [recent[0], recent.at(-1)];
  if (first === undefined || last === undefined || last.settled <= first.settled) return null;
  const perMs = (last.settled - first.settled) / (last.atMs - first.atMs);
  return Math.max(0, left / perMs - (nowMs - last.atMs)) / 1000;
}
