/** Addresses that keep everything but one thing as it is. */
import type { Look } from "./LibraryPage";

/** The same view with a book's detail open, or (without a number) closed. */
export function bookAddress(look: Pick<Look, "path" | "search">, number?: number): string {
  return addressBut(look, "book", number === undefined ? undefined : String(number));
}

/** The same view with one thing changed. */
export function addressBut(look: Pick<Look, "path" | "search">, name: string, value: string | undefined): string {
  const search = new URLSearchParams(look.search);
  if (value === undefined) search.delete(name);
  else search.set(name, value);
  const text = search.toString();
  return look.path + (text === "" ? "" : `?${text}`);
}
