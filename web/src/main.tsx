import { render } from "preact";
import { App } from "./App";
import { followLinks } from "./router";
import "./styles/theme.css";
import "./styles/layout.css";
import "./styles/parts.css";
import "./styles/charts.css";
import "./styles/library.css";
import "./styles/print.css";

followLinks();
const root = document.getElementById("page");
if (root) {
  root.replaceChildren();
  render(<App />, root);
}
