/** State is the address: every view is a pure function of it, and links are the only way to change it. */
import { useEffect, useState } from "preact/hooks";

export interface Place {
  readonly path: string;
  readonly search: URLSearchParams;
}

const MOVED = "fanfolio:moved";

export function hereNow(): Place {
  return { path: location.pathname, search: new URLSearchParams(location.search) };
}

/** The address as it is; the component is drawn again when it changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(hereNow);
  useEffect(() => {
    const update = () => setPlace(hereNow());
    window.addEventListener("popstate", update);
    window.addEventListener(MOVED, update);
    return () => {
      window.removeEventListener("popstate", update);
      window.removeEventListener(MOVED, update);
    };
  }, []);
  return place;
}

/** Go to an address of this page; `replace` for what nobody wants to go back to, such as each typed letter. */
export function goTo(address: string, { replace = false } = {}): void {
  if (address === location.pathname + location.search) return;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  window.dispatchEvent(new Event(MOVED));
}

/** Have plain links to this page's own views, those in charts too, change the view without loading the page anew. */
export function followLinks(): void {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const address = link?.getAttribute("href");
    if (!link || !address || link.hasAttribute("download") || link.hasAttribute("target")) return;
    const url = new URL(address, location.href);
    if (url.origin !== location.origin || url.hash !== "" || !isOwnView(url.pathname)) return;
    event.preventDefault();
    goTo(url.pathname + url.search);
  });
}

/** The job of `/jobs/{id}`. */
export function jobIdOf(path: string): string | null {
  return /^\/jobs\/([^/]+)\/?$/.exec(path)?.[1] ?? null;
}

function isOwnView(path: string): boolean {
  return path === "/" || jobIdOf(path) !== null;
}
