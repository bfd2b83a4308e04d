/** The filters: six that anybody looks for, and as chips all that are set, those that a chart's mark has set too. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { type FilterName, type Filters, isFiltered, searchOf } from "../model/filters";
import { goTo } from "../router";
import { type Choice, choicesOf, type Option } from "./filterChoices";
import { chipText, strangeChoice } from "./filterWords";
import type { Look } from "./LibraryPage";

const TYPING_PAUSE_MS = 150;

/** On a narrow screen the choices are folded away, so that what they choose from comes into sight. */
export function FilterBar({ look }: { look: Look }) {
  const [unfolded, setUnfolded] = useState(false);
  const choices = useMemo(() => choicesOf(look.dashboard), [look.dashboard]);
  const set = (name: FilterName, value: string, replace = false) => {
    goTo(addressWith(look, { ...look.filters, [name]: value }), { replace });
  };
  return (
    <search class="filters" aria-label="Filter the books">
      <form class={unfolded ? "unfolded" : ""} onSubmit={(event) => event.preventDefault()}>
        <TextFilter value={look.filters.q ?? ""} onChange={(value) => set("q", value, true)} />
        <button type="button" class="unfold" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? "Fewer filters" : "More filters"}
        </button>
        {choices.map((choice) => (
          <ChoiceFilter
            key={choice.name}
            choice={choice}
            value={look.filters[choice.name] ?? ""}
            onChange={(value) => set(choice.name, value)}
          />
        ))}
      </form>
      {isFiltered(look.filters) && <Chips look={look} />}
    </search>
  );
}

function ChoiceFilter({
  choice: { title, options },
  value,
  onChange,
}: {
  choice: Choice;
  value: string;
  onChange: (value: string) => void;
}) {
  // A value that came by a link and is none of the choices still has to be shown.
  const stranger = value === "" || options.some(([each]) => each === value) ? null : value;
  // Hundreds of options that hardly ever change: kept, so that a new filter does not compare them all.
  const all = useMemo(() => {
    const shown: Option[] = [["", "All"], ...(stranger === null ? [] : [[stranger, strangeChoice(stranger)] as const]), ...options];
    return shown.map(([each, text]) => (
      <option key={each} value={each}>
        {text}
      </option>
    ));
  }, [options, stranger]);
  return (
    <label>
      <span>{title}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {all}
      </select>
    </label>
  );
}

function TextFilter({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const sent = useRef(value);
  useEffect(() => {
    // The address has changed by other means: a chip was taken away, or the reader went back.
    if (value !== sent.current.trim()) setTyped(value);
    sent.current = value;
  }, [value]);
  return (
    <label class="text-filter">
      <span>Title, author or series</span>
      <input
        type="search"
        value={typed}
        autocomplete="off"
        onInput={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            sent.current = text;
            onChange(text.trim());
          }, TYPING_PAUSE_MS);
        }}
      />
    </label>
  );
}

function Chips({ look }: { look: Look }) {
  const names = Object.keys(look.filters) as FilterName[];
  return (
    <ul class="chips" aria-label="Filters that are set">
      {names.map((name) => {
        const { [name]: value = "", ...rest } = look.filters;
        const text = chipText(name, value);
        return (
          <li key={name}>
            <a href={addressWith(look, rest)} aria-label={`Take away: ${text}`}>
              {text} <span aria-hidden="true">×</span>
            </a>
          </li>
        );
      })}
      <li>
        <a class="all" href={addressWith(look, {})}>
          Clear all
        </a>
      </li>
    </ul>
  );
}

/** The same view and order under other filters. */
function addressWith(look: Look, filters: Filters): string {
  const keep = (name: string) => look.search.get(name) ?? undefined;
  return (
    look.path +
    searchOf(filters, { view: keep("view"), by: keep("by"), measure: keep("measure"), sort: keep("sort") })
  );
}
