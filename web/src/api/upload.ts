/** Sending a file: to the service up to 4 MB, past that straight to its store. */
import type { AcceptedJob } from "./client";
import { Problem, problemFrom, unreachable } from "./problems";

/** What a function behind a gateway takes in one request. */
export const MOST_SENT_DIRECTLY_BYTES = 4_000_000;

/** What this page takes, told before anything is sent: less than the service reads, more than any reader's library. */
export const MOST_BYTES = 50 * 1024 * 1024;

/** Told how much of the file has left, from 0 to 1. */
export type OnSent = (share: number) => void;

interface OpenedUpload {
  readonly upload_id: string;
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Start the import of a library; the answer has the job and, this once, its owner token. */
export async function startImport(file: File, onSent: OnSent): Promise<AcceptedJob> {
  requireSize(file);
  if (file.size <= MOST_SENT_DIRECTLY_BYTES) {
    const form = new FormData();
    form.set("file", file, file.name);
    return openJob(file, form, onSent);
  }
  const opened = (await sendJson("/v1/uploads", null)) as OpenedUpload;
  const form = new FormData();
  for (const [name, value] of Object.entries(opened.fields)) form.set(name, value);
  form.set("file", file, file.name);
  await send(opened.url, form, onSent);
  const taken = JSON.stringify({ upload_id: opened.upload_id, file_name: file.name });
  return openJob(file, new Blob([taken], { type: "application/json" }));
}

async function openJob(file: File, body: FormData | Blob, onSent?: OnSent): Promise<AcceptedJob> {
  return (await sendJson("/v1/jobs", body, onSent, { "idempotency-key": keyOf(file) })) as AcceptedJob;
}

const keys = new WeakMap<File, string>();

/** One key a chosen file: whoever tries again after a lost answer gets the job that began already. */
function keyOf(file: File): string {
  let key = keys.get(file);
  if (key === undefined) {
    key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    keys.set(file, key);
  }
  return key;
}

function requireSize(file: File): void {
  if (file.size > MOST_BYTES) {
    throw new Problem({
      title: "This file is too large",
      detail:
        "The file has more than 50 MB. An export of 10,000 books has about 10 MB, so this is probably another file.",
      kind: "upload-too-large",
      status: 413,
    });
  }
}

type Headers = Readonly<Record<string, string>>;

async function sendJson(
  address: string,
  body: FormData | Blob | null,
  onSent?: OnSent,
  headers?: Headers,
): Promise<unknown> {
  return JSON.parse(await send(address, body, onSent, headers)) as unknown;
}

/** `fetch` does not tell how much has been sent, so this is the older way. */
function send(
  address: string,
  body: FormData | Blob | null,
  onSent?: OnSent,
  headers: Headers = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (onSent) {
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) onSent(event.loaded / event.total);
      });
    }
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) resolve(request.responseText);
      else reject(problemFrom(request.status, request.responseText, request.getResponseHeader("retry-after")));
    });
    request.addEventListener("error", () => reject(unreachable()));
    request.send(body);
  });
}
