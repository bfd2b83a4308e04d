/** A problem, as sentences: what, where in the file, what to do. */
import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problems";

export function Notice({ problem, children }: { problem: Problem; children?: ComponentChildren }) {
  return (
    <div class="notice" role="alert">
      <h2>{problem.title}</h2>
      <p>{problem.message}</p>
      {problem.faults.length > 0 && (
        <ul>
          {problem.faults.map(({ line, column, advice }, index) => (
            <li key={index}>
              {line !== undefined && line !== null && <strong>Line {line}</strong>}
              {column ? `, column “${column}”` : ""}
              {line !== undefined && line !== null ? ": " : ""}
              {advice}
            </li>
          ))}
        </ul>
      )}
      {children}
    </div>
  );
}
