// The panel where nothing is chosen yet: what this is, and where to begin.

import * as api from "../api";
import { button, el } from "../dom";
import { counted, thing, type Going } from "./going";

export async function welcomePanel(going: Going, whole: () => void): Promise<HTMLElement> {
  const shows = await api.shows(going.view);
  const first = [...shows.items].sort((a, b) => b.claims - a.claims || (a.label < b.label ? -1 : 1)).slice(0, 10);
  const expanding: Going = { ...going, show: going.expand };
  if (!first.length)
    return el("article", {}, el("h2", {}, "Nothing is known yet"), el("p", {}, "No article has been read, or your view holds no show. Read some in with ", el("code", {}, "dramatis ingest PATH…"), ", then look again."));
  return el(
    "article",
    {},
    el("h2", {}, "Who is who to whom, and who says so"),
    el("p", {}, "Search for a person, a character or a work, or begin with a show. Every line in the graph opens the sentences that say it, with their source and a citation to copy."),
    el("h3", {}, "Begin with a show"),
    el("ul", {}, ...first.map((show) => el("li", {}, thing(show, expanding), el("small", {}, ` ${counted(show.claims, "claim")}`)))),
    shows.total > first.length ? el("p", { class: "about" }, `${shows.total} shows are known; search finds the others.`) : null,
    el("div", { class: "actions" }, button("Draw the most connected of all", whole)),
  );
}
