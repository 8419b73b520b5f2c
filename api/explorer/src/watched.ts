// "What have you watched?": a work, a season, an episode. In: what is watched. Out: the new list, as `asOf` has it.

import * as api from "./api";
import { combobox, field } from "./combobox";
import { button, byId, el } from "./dom";
import type { Seasons } from "./seasons";

const SHOW: readonly string[] = ["Show"];
const slug = (name: string): string => name.split("/").pop() ?? name;

/** "heartstopper:s1e8" as people say it. */
export function told(one: string, label: (work: string) => string): string {
  const found = /^(.*):s(\d+)(?:e(\d+))?$/.exec(one);
  if (!found) return one;
  const [, work, season, episode] = found;
  return `${label(work ?? "")}, ${episode ? `season ${season} as far as episode ${episode}` : `all of season ${season} and before`}`;
}

export interface Watching {
  watched(): readonly string[];
  change(watched: readonly string[]): void;
  labelOf(work: string): string;
  seasons(): Seasons;
}

/** Wire the dialog; returns how to open it. */
export function watchedDialog(watching: Watching): () => void {
  const dialog = byId<HTMLDialogElement>("watched");
  const list = el("ul", { class: "seen", "aria-label": "What you have watched" });
  const problem = el("p", { role: "alert", class: "problem" });
  const work = field("watched-work", "Show", "Type a show's name…");
  const season = el("input", { id: "watched-season", type: "number", min: "1", max: "99", value: "1", required: "" });
  const episode = el("input", { id: "watched-episode", type: "number", min: "1", max: "999", placeholder: "all" });
  const hint = el("p", { class: "about" });
  let chosen: string | null = null;

  const box = combobox(work.input, work.list, {
    // Shows are of the world: they are found whatever has been watched.
    suggest: async (text, signal) => (await api.search(text, { side: "public", watched: [] }, SHOW, signal)).items,
    choose: (ref) => {
      chosen = slug(api.nameOf(ref.href));
      const known = watching.seasons().get(chosen);
      hint.textContent = known ? `Its seasons up to ${Math.max(...known)} are known here.` : "";
      problem.textContent = "";
      season.focus();
    },
    fail: (error) => (problem.textContent = error instanceof Error ? error.message : String(error)),
  });

  const draw = (): void => {
    const items = watching.watched().map((one) => {
      const off = button("Remove", () => {
        watching.change(watching.watched().filter((other) => other !== one));
        draw();
      }, { "aria-label": `Remove ${told(one, watching.labelOf)}` });
      return el("li", {}, el("span", {}, told(one, watching.labelOf)), off);
    });
    list.replaceChildren(...(items.length ? items : [el("li", { class: "about" }, "Nothing named: the whole story of every work is shown.")]));
  };
  const add = (): void => {
    if (!chosen) {
      problem.textContent = "Choose a show: type its name and pick it from the list.";
      return work.input.focus();
    }
    if (!season.reportValidity() || !episode.reportValidity()) return;
    const one = `${chosen}:s${Number(season.value)}${episode.value ? `e${Number(episode.value)}` : ""}`;
    const others = watching.watched().filter((other) => !other.startsWith(`${chosen}:`));
    watching.change([...others, one]);
    [chosen, problem.textContent, hint.textContent, episode.value, season.value] = [null, "", "", "", "1"];
    box.set(null);
    draw();
  };

  const form = el(
    "form",
    {},
    work.box,
    el("div", { class: "numbers" }, el("label", {}, "Season ", season), el("label", {}, "Episode ", episode), button("Add", add, { class: "main" })),
    hint,
    problem,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add();
  });
  dialog.replaceChildren(
    el("h2", {}, "What have you watched?"),
    el("p", {}, "Say how far you are, and nothing that comes later is shown, counted, found or drawn, and no other work’s story. What is known of the world, such as who plays whom, stays, unless it gives the story away."),
    list,
    form,
    el(
      "div",
      { class: "actions end" },
      button("Show the whole story", () => {
        watching.change([]);
        dialog.close();
      }),
      button("Done", () => dialog.close(), { class: "main" }),
    ),
  );
  return () => {
    draw();
    dialog.showModal();
    work.input.focus();
  };
}
