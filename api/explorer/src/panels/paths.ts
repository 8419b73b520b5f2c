// The panel of paths: two things, and the chains of facts between them, each step with its words.

import * as api from "../api";
import { combobox, field } from "../combobox";
import { button, el } from "../dom";
import { counted, sureness, thing, words, type Going } from "./going";

const ANY: readonly string[] = [];

export interface Ends {
  readonly from: { name: string; label: string } | null;
  readonly to: { name: string; label: string } | null;
}

export function pathPanel(ends: Ends, found: api.Paths | null, going: Going): HTMLElement {
  const chosen = { from: ends.from?.name ?? null, to: ends.to?.name ?? null };
  const problem = el("p", { role: "alert", class: "problem" });
  const seek = (): void => {
    if (!chosen.from || !chosen.to) problem.textContent = "Choose both ends: type a name and pick it from the list.";
    else if (chosen.from === chosen.to) problem.textContent = "Choose two different things.";
    else going.path(chosen.from, chosen.to);
  };
  const box = (end: "from" | "to", label: string): HTMLElement => {
    const made = field(`path-${end}`, label, "A name…");
    made.input.value = ends[end]?.label ?? "";
    combobox(made.input, made.list, {
      suggest: async (text, signal) => (await api.search(text, going.view, ANY, signal)).items,
      choose: (ref) => {
        chosen[end] = api.nameOf(ref.href);
        if (chosen.from && chosen.to) seek();
        else made.box.parentElement?.querySelector<HTMLInputElement>(end === "from" ? "#path-to" : "#path-from")?.focus();
      },
      fail: (error) => (problem.textContent = error instanceof Error ? error.message : String(error)),
    });
    return made.box;
  };
  return el(
    "article",
    {},
    el("h2", {}, "How are two connected?"),
    el("form", { class: "ends" }, box("from", "From"), box("to", "To"), button("Find the path", seek, { class: "main" }), problem),
    found ? results(found, going) : el("p", { class: "about" }, "Choose two people, characters or works. You get the shortest chains of facts, every step with the sentence that says it."),
  );
}

function results(found: api.Paths, going: Going): HTMLElement {
  if (!found.items.length)
    return el("p", {}, `Nothing in this view connects ${found.from.label} with ${found.to.label} in five steps or fewer.`);
  return el(
    "div",
    {},
    el("p", { class: "about" }, `${found.from.label} and ${found.to.label} are ${counted(found.distance ?? 0, "step")} apart.`),
    ...found.items.map((path) => {
      const refs = new Map(path.nodes.map((node) => [node.iri, node]));
      const steps = path.hops.map((hop) => {
        const fact = hop.relations[0];
        const to = refs.get(hop.to);
        return el("li", {}, el("p", { class: "told" }, fact?.sentence ?? ""), fact ? words(fact.claims, going) : null, to ? thing(to, going) : null);
      });
      const start = path.nodes[0];
      return el(
        "section",
        { class: "chain" },
        el("h3", { class: "sentence" }, path.sentence),
        el("p", { class: "about" }, counted(path.length, "step"), " · ", sureness(path.confidence)),
        el("ol", {}, start ? el("li", {}, thing(start, going)) : null, ...steps),
      );
    }),
  );
}
