// The panel of time: what happened, by date in the world, then by position in the stories.

import * as api from "../api";
import { button, el } from "../dom";
import { spaced } from "../lines";
import { counted, thing, words, type Going } from "./going";

export async function timelinePanel(about: { name: string; label: string } | null, going: Going): Promise<HTMLElement> {
  const first = await api.happenings(about?.name ?? null, null, going.view);
  const list = el("ol", { class: "timeline" });
  let last = "";
  const add = (events: readonly api.Happening[]): void => {
    for (const event of events) {
      const when = period(event);
      if (when !== last) list.append(el("li", { class: "period" }, el("h3", {}, when)));
      last = when;
      list.append(happening(event, about?.name ?? null, going));
    }
  };
  add(first.items);
  const title = about ? `What happened around ${about.label}` : "What happened";
  const article = el("article", {}, el("h2", {}, title), el("p", { class: "about" }, counted(first.total, "happening")), list);
  let next = first.next;
  const more = button("Show more", () => {
    void api.happenings(about?.name ?? null, next, going.view).then((page) => {
      add(page.items);
      next = page.next;
      if (!next) more.remove();
    }, (error: unknown) => more.replaceWith(el("p", { role: "alert" }, error instanceof Error ? error.message : String(error))));
  }, { class: "more" });
  if (next) article.append(more);
  if (!first.total) list.replaceWith(el("p", {}, "No happening is told of it in this view. Choose a work or a person, or say that you have watched more."));
  return article;
}

function period(event: api.Happening): string {
  if (event.axis === "story") {
    const work = event.roles.in?.[0]?.label;
    const where = event.position ? event.position.replace(/^s(\d+)(?:e(\d+))?$/, (_, s: string, e?: string) => `season ${s}${e ? `, episode ${e}` : ""}`) : "somewhere in the story";
    return work ? `${work}: ${where}` : where;
  }
  return event.date?.slice(0, 4) ?? "undated";
}

function happening(event: api.Happening, about: string | null, going: Going): HTMLElement {
  const others = Object.values(event.roles).flat().filter((ref) => api.nameOf(ref.href) !== about);
  const seen = new Map(others.map((ref) => [ref.iri, ref]));
  return el(
    "li",
    { class: `happening ${event.axis}` },
    el("p", {}, el("span", { class: "when" }, event.axis === "public" ? (event.date ?? "") : (event.position ?? "")), ` ${spaced(event.type)}`),
    el("p", { class: "told" }, event.sentence),
    words(event.claims, going),
    seen.size ? el("p", { class: "who" }, ...[...seen.values()].slice(0, 5).map((ref) => thing(ref, going))) : null,
  );
}
