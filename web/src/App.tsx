/** The page: the address chooses the view. */
import { jobIdOf, usePlace } from "./router";
import { Footer, Header } from "./views/Frame";
import { JobPage } from "./views/JobPage";
import { Welcome } from "./views/Welcome";

export function App() {
  const place = usePlace();
  const jobId = jobIdOf(place.path);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header atHome={jobId === null} />
      <main id="main" tabIndex={-1}>
        {jobId === null ? <Welcome deleted={place.search.has("deleted")} /> : <JobPage key={jobId} jobId={jobId} search={place.search} />}
      </main>
      <Footer />
    </>
  );
}
