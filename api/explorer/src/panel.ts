// The panel: an entity with what is known of it, or an edge with the sentences that say it.

import * as api from "./api";
import { el } from "./dom";
import { kindOf } from "./kinds";

export interface Going {
  toEntity(href: string): void;
  expand(href: string): void;
  toClaims(claims: readonly string[], sentence: string): void;
}

export async function entityPanel(href: string, view: api.View, going: Going): Promise<HTMLElement> {
  const [entity, relations] = await Promise.all([api.entity(href, view), api.relations(href, view)]);
  const kind = kindOf(entity.type);
  const expand = el("button", { type: "button", class: "expand" }, "Show in the graph");
  expand.addEventListener("click", () => going.expand(href));
  const groups = new Map<string, api.Relation[]>();
  for (const one of relations.items) groups.set(one.label, [...(groups.get(one.label) ?? []), one]);
  return el(
    "article",
    {},
    el("h2", {}, el("span", { class: "sign", "aria-hidden": "true" }, kind.sign), ` ${entity.label}`),
    el("p", { class: "about" }, `${entity.type ?? "thing"} · in ${entity.counts.articles} articles`),
    entity.aliases.length ? el("p", {}, `also called ${entity.aliases.join(", ")}`) : null,
    expand,
    ...[...groups].map(([label, items]) =>
      el("section", {}, el("h3", {}, label), el("ul", {}, ...items.map((item) => relationLine(item, going)))),
    ),
    relations.items.length ? null : el("p", {}, "Nothing more is known in this view."),
    relations.next ? el("p", {}, `The first ${relations.items.length} of ${relations.total} relations.`) : null,
  );
}

function relationLine(relation: api.Relation, going: Going): HTMLElement {
  const quote = el("button", { type: "button", class: "quote" }, `“${relation.claims[0]?.quote ?? ""}”`);
  quote.addEventListener("click", () =>
    going.toClaims(
      relation.claims.map((claim) => claim.href),
      relation.sentence,
    ),
  );
  if (!relation.other) return el("li", {}, el("strong", {}, relation.value ?? ""), " ", quote);
  const other = relation.other;
  const link = el("button", { type: "button", class: "link" }, `${kindOf(other.type).sign} ${other.label}`);
  link.addEventListener("click", () => going.toEntity(other.href));
  return el("li", {}, link, " ", quote);
}

export async function claimsPanel(hrefs: readonly string[], sentence: string, view: api.View): Promise<HTMLElement> {
  const claims = await Promise.all(hrefs.slice(0, 20).map((href) => api.claim(href, view)));
  const voices = new Set(claims.map((claim) => claim.article.publisher ?? claim.article.iri)).size;
  return el(
    "article",
    {},
    el("h2", {}, sentence || (claims[0]?.sentence ?? "")),
    el("p", { class: "about" }, `${claims.length} ${claims.length === 1 ? "claim" : "claims"}, ${voices} ${voices === 1 ? "publisher" : "publishers"}`),
    ...claims.map(claimCard),
  );
}

function claimCard(claim: api.Claim): HTMLElement {
  const { before, after, withheld } = claim.context;
  const copy = el("button", { type: "button" }, "Copy citation");
  copy.addEventListener("click", () => {
    void navigator.clipboard.writeText(claim.citation.plain).then(() => (copy.textContent = "Copied"));
  });
  return el(
    "section",
    { class: "claim" },
    el("blockquote", {}, before, el("mark", {}, claim.quote), after),
    withheld ? el("p", { class: "withheld" }, "The words around it tell more than you have watched, or may not be shown.") : null,
    el("p", {}, [claim.article.publisher, claim.article.headline, claim.article.date].filter(Boolean).join(" · ") || "an article"),
    el("p", { class: "about" }, `${claim.status} · confidence ${claim.confidence.toFixed(2)} · ${claim.layer}`),
    claim.original ? el("a", { href: claim.original, rel: "noopener noreferrer", target: "_blank" }, "Open the original") : null,
    copy,
  );
}
