/** Where the export comes from. */

export function HowToExport() {
  return (
    <section class="how-to" aria-labelledby="how-to-title">
      <h2 id="how-to-title">How to get your export</h2>
      <div class="columns">
        <div>
          <h3>Goodreads</h3>
          <ol>
            <li>
              Open <a href="https://www.goodreads.com/review/import">Import and export</a> in a browser; the app cannot
              do it.
            </li>
            <li>Choose “Export Library” and wait until the link to your file appears.</li>
            <li>Save the CSV file, and drop it here as it is.</li>
          </ol>
        </div>
        <div>
          <h3>StoryGraph</h3>
          <ol>
            <li>
              Open <a href="https://app.thestorygraph.com/user-export">Export StoryGraph library</a> under “Manage
              account”.
            </li>
            <li>Choose “Generate export” and wait for it.</li>
            <li>Save the CSV file, and drop it here as it is.</li>
          </ol>
        </div>
      </div>
    </section>
  );
}
