/**
 * A chart's marks for the keyboard: one stop for the Tab key, arrow keys from mark to mark, Enter to the books.
 * A hundred months would be a hundred stops otherwise; the table below has them as plain links.
 */

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function makeMarksReachable(svg: SVGSVGElement): void {
  const links = [...svg.querySelectorAll<SVGAElement>("a")];
  for (const link of links) {
    const name = link.querySelector("title")?.textContent ?? "";
    const address = link.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    if (address !== null) link.setAttribute("href", address);
    link.setAttribute("aria-label", name);
    link.setAttribute("tabindex", "-1");
  }
  links[0]?.setAttribute("tabindex", "0");
  svg.addEventListener("keydown", (event) => {
    const at = links.findIndex((link) => link === document.activeElement);
    const to = at === -1 ? undefined : links[next(at, event.key, links.length)];
    if (!to) return;
    event.preventDefault();
    for (const link of links) link.setAttribute("tabindex", link === to ? "0" : "-1");
    to.focus();
  });
}

function next(at: number, key: string, length: number): number {
  if (key === "Home") return 0;
  if (key === "End") return length - 1;
  const step = STEPS[key];
  return step === undefined ? -1 : Math.min(length - 1, Math.max(0, at + step));
}
