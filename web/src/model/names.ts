/** When two spellings are one name, and when a text holds what somebody types. */

/** What spellings of one name share: case and runs of spaces do not matter, accents do. */
export function nameKey(name: string): string {
  return name.toUpperCase().toLowerCase().trim().split(/\s+/).join(" ");
}

/** A text as people type it into a search box: without case, accents and typographic marks. */
export function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/ß/g, "ss")
    .replace(/ø/g, "o")
    .replace(/ł/g, "l")
    .replace(/æ/g, "ae")
    .replace(/œ/g, "oe");
}
