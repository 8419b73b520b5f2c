// The filters beside the graph. In: what a network offers, a state. Out: changes of the state.

import { button, byId, el } from "./dom";
import { choices, FACETS, type Choice } from "./filters";
import type { Network } from "./lines";
import { sign } from "./shapes";
import { UNFILTERED, type State } from "./state";

const SEEN = 7; // of one facet; the others on demand

export function sieve(change: (change: Partial<State>) => void): (network: Network, state: State) => void {
  const box = byId("sieve-body");
  const opened = new Set<string>();

  const toggle = (choice: Choice, state: State): HTMLElement => {
    const input = el("input", { type: "checkbox" });
    input.checked = !state.hidden.includes(choice.key);
    input.dataset.key = choice.key;
    input.addEventListener("change", () =>
      change({ hidden: input.checked ? state.hidden.filter((key) => key !== choice.key) : [...state.hidden, choice.key] }),
    );
    const mark = choice.sign === null ? null : sign(choice.sign);
    return el("li", {}, el("label", {}, input, mark, el("span", {}, choice.label), el("small", {}, String(choice.count))));
  };

  const range = (id: string, label: string, value: string, write: (value: string) => void): HTMLElement => {
    const input = el("input", { id, placeholder: "YYYY-MM-DD", value, pattern: "\\d{4}(-\\d{2}(-\\d{2})?)?", title: "a year, a month or a day: 2023, 2023-10, 2023-10-05", inputmode: "numeric" });
    input.addEventListener("change", () => input.reportValidity() && write(input.value));
    return el("label", { for: id }, label, input);
  };

  const draw = (network: Network, state: State): void => {
    const held = (document.activeElement as HTMLElement | null)?.dataset.key;
    const heldId = box.contains(document.activeElement) ? document.activeElement?.id : "";
    const groups = [...choices(network)].flatMap(([facet, offered]) => {
      const gone = state.hidden.filter((key) => key.startsWith(`${facet}:`) && !offered.some((one) => one.key === key));
      const all = [...offered, ...gone.map((key) => ({ key, label: key.slice(facet.length + 1), count: 0, sign: null }))];
      if (all.length < 2 && !gone.length && !all.some((one) => state.hidden.includes(one.key))) return [];
      const some = opened.has(facet) ? all : all.slice(0, SEEN);
      const more = all.length > some.length
        ? button(`${all.length - some.length} more`, () => {
            opened.add(facet);
            draw(network, state);
          }, { class: "more" })
        : null;
      return [el("fieldset", {}, el("legend", {}, FACETS[facet]), el("ul", {}, ...some.map((choice) => toggle(choice, state))), more)];
    });
    const sure = el("input", { id: "sure", type: "range", min: "0", max: "95", step: "5", value: String(state.sure) });
    sure.addEventListener("change", () => change({ sure: Number(sure.value) }));
    const shown = el("output", { for: "sure" }, state.sure ? `at least ${state.sure}%` : "any");
    sure.addEventListener("input", () => (shown.textContent = Number(sure.value) ? `at least ${sure.value}%` : "any"));
    const clear = button("Clear all filters", () => change(UNFILTERED));
    clear.disabled = !(state.hidden.length || state.sure || state.since || state.until || state.season);
    box.replaceChildren(
      clear,
      ...groups,
      el("fieldset", {}, el("legend", {}, "Confidence"), el("label", { for: "sure" }, "How sure ", shown), sure),
      el("fieldset", { class: "dates" }, el("legend", {}, "Date of the article"),
        range("since", "From ", state.since, (since) => change({ since })), range("until", "To ", state.until, (until) => change({ until }))),
    );
    if (held) [...box.querySelectorAll<HTMLInputElement>("input[data-key]")].find((input) => input.dataset.key === held)?.focus();
    else if (heldId) document.getElementById(heldId)?.focus();
  };
  return draw;
}
