// The panel of a thing: its names, what is known of it by relation, what it said or what was said of it.

import * as api from "../api";
import { button, el } from "../dom";
import { kindOf } from "../kinds";
import { sign } from "../shapes";
import { counted, thing, words, type Going } from "./going";

const FIRST = 8; // of one relation; the rest on demand

export async function entityPanel(name: string, going: Going): Promise<HTMLElement> {
  const by = name.startsWith("person/") || name.startsWith("character/") ? "speaker" : "about";
  const [entity, relations, said] = await Promise.all([
    api.entity(name, going.view),
    api.relations(name, going.view),
    api.statements(by, name, going.view),
  ]);
  const groups = new Map<string, api.Relation[]>();
  for (const one of relations.items) groups.set(one.label, [...(groups.get(one.label) ?? []), one]);
  const about = `${kindOf(entity.type).one} · ${counted(entity.counts.relations, "fact")} in ${counted(entity.counts.articles, "article")}`;
  return el(
    "article",
    {},
    el("h2", {}, sign(entity.type), entity.label),
    el("p", { class: "about" }, about),
    entity.aliases.length ? el("p", { class: "about" }, `also called ${entity.aliases.join(", ")}`) : null,
    actions(name, entity.label, going),
    ...[...groups].map(([label, items]) => group(label, items, going)),
    relations.next ? el("p", { class: "about" }, `The first ${relations.items.length} of ${relations.total} facts.`) : null,
    said.items.length ? statements(by, said, going) : null,
    relations.items.length || said.items.length ? null : el("p", {}, "Nothing more is known of it in this view. If you said what you have watched, what happens later is left out."),
    ...entity.sameAs.map((iri) => el("p", { class: "about" }, "the same as ", el("a", { href: iri, rel: "noopener noreferrer" }, iri))),
  );
}

function actions(name: string, label: string, going: Going): HTMLElement {
  const open = going.open.has(name);
  const turn = open ? button("Collapse", () => going.collapse(name)) : button("Expand in the graph", () => going.expand(name), { class: "main" });
  return el("div", { class: "actions" }, turn, button("Find a path from here", () => going.from(name, label)));
}

function group(label: string, items: readonly api.Relation[], going: Going): HTMLElement {
  const list = el("ul", {}, ...items.slice(0, FIRST).map((item) => line(item, going)));
  const rest = items.slice(FIRST);
  const more = rest.length
    ? button(`Show ${rest.length} more`, () => {
        const added = rest.map((item) => line(item, going));
        list.append(...added);
        more?.remove();
        added[0]?.querySelector("button")?.focus();
      }, { class: "more" })
    : null;
  return el("section", {}, el("h3", {}, label, items.length > 1 ? el("small", {}, ` ${items.length}`) : null), list, more);
}

function line(relation: api.Relation, going: Going): HTMLElement {
  const end = relation.other ? thing(relation.other, going) : el("strong", {}, relation.value ?? "");
  return el("li", {}, end, words(relation.claims, going));
}

function statements(by: string, page: api.Page<api.Statement>, going: Going): HTMLElement {
  const title = by === "speaker" ? "in their own words" : "what was said of it";
  return el(
    "section",
    {},
    el("h3", {}, title, el("small", {}, ` ${page.total}`)),
    el("ul", { class: "said" }, ...page.items.map((one) => {
      const ids = one.claims.map((claim) => claim.id);
      const quote = button(`“${one.text.replace(/,$/, "")}”`, () => going.claims(ids), { class: "words" });
      return el("li", {}, by === "speaker" ? null : thing(one.speaker, going), quote, one.date ? el("small", {}, ` ${one.date}`) : null);
    })),
    page.next ? el("p", { class: "about" }, `The first ${page.items.length} of ${page.total}.`) : null,
  );
}
