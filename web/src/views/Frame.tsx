/** What stands above and below every view. */

export function Header({ atHome }: { atHome: boolean }) {
  return (
    <header class="site-header">
      <a href="/" class="brand" {...(atHome ? { "aria-current": "page" as const } : {})}>
        <Mark />
        Fanfolio
      </a>
      <p>Your reading, at a glance</p>
    </header>
  );
}

/** A fan of pages. */
function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" class="brand-mark">
      <path d="M16 27 5 12l4-3z" class="page-1" />
      <path d="M16 27 10 8l5-1.5z" class="page-2" />
      <path d="M16 27V6l5 .8z" class="page-3" />
      <path d="m16 27 7-19 4 3.4z" class="page-4" />
    </svg>
  );
}

export function Footer() {
  return (
    <footer class="site-footer">
      <p>
        Genres, covers and first years come from <a href="https://openlibrary.org/">Open Library</a> and other open
        catalogues. <a href="/docs">The API</a>
      </p>
    </footer>
  );
}
