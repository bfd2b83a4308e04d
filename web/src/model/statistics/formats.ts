/** Read books by format. */
import type { Format, FormatRow } from "../shapes";
import type { Circles } from "./circles";
import { Counter, Groups } from "./tally";

const FORMATS: readonly Format[] = ["paperback", "hardcover", "ebook", "audiobook", "other", "unknown"];

export function countFormats({ all }: Circles): FormatRow[] {
  const inLibrary = new Counter<Format>();
  const read = new Groups<Format>();
  for (const { book } of all) {
    inLibrary.count(book.format);
    if (book.read) read.add(book.format, book);
  }
  return FORMATS.map((format) => ({ ...read.tally(format), format, in_library: inLibrary.of(format) }));
}
