// The panel of a line, or of one fact: every sentence that says it, in its context, with its source and citation.

import * as api from "../api";
import { copier, el } from "../dom";
import type { Line } from "../lines";
import { counted, sureness, type Going } from "./going";

const MOST = 20; // claims that are opened at once

const idOf = (href: string): string => new URL(href, location.origin).pathname.split("/").pop() ?? "";

/** All that is said between two things: each fact with its sentences. */
export async function linePanel(line: Line, labels: readonly [string, string], going: Going): Promise<HTMLElement> {
  const facts = [...line.facts].sort((a, b) => b.confidence - a.confidence);
  const sections = await Promise.all(
    facts.map(async (fact) => {
      const claims = await opened(fact.claims.map(idOf), going);
      return el(
        "section",
        { class: "fact" },
        el("h3", { class: "sentence" }, fact.sentence),
        el("p", { class: "about" }, sureness(fact.confidence), ` · ${counted(fact.count, "claim")}`),
        ...claims.map(card),
        fact.count > claims.length ? el("p", { class: "about" }, `${claims.length} of ${fact.count} claims.`) : null,
      );
    }),
  );
  const only = facts.length === 1 ? facts[0] : undefined;
  const title = only ? only.sentence : `${labels[0]} and ${labels[1]}`;
  if (only) sections[0]?.querySelector("h3")?.remove();
  return el("article", {}, el("h2", {}, title), ...sections);
}

/** Some claims, by their ids: the words of one fact, happening or statement. */
export async function claimsPanel(ids: readonly string[], going: Going): Promise<HTMLElement> {
  const claims = await opened(ids, going);
  const voices = new Set(claims.map((claim) => claim.article.publisher ?? claim.article.iri)).size;
  return el(
    "article",
    {},
    el("h2", {}, claims[0]?.sentence ?? "Nothing"),
    el("p", { class: "about" }, `${counted(claims.length, "claim")} by ${counted(voices, "publisher")}`),
    ...claims.map(card),
  );
}

const opened = (ids: readonly string[], going: Going): Promise<api.Claim[]> =>
  Promise.all(ids.slice(0, MOST).map((id) => api.claim(id, going.view)));

function layerName(layer: string): string {
  if (layer === "public") return "the world";
  const [kind, work, position] = layer.split("/");
  if (kind !== "story" || !work) return layer;
  return `the story of ${work.replaceAll("-", " ")}${position && position !== "unknown" ? `, ${position}` : ", at an unknown place"}`;
}

function card(claim: api.Claim): HTMLElement {
  const { before, after, withheld } = claim.context;
  const { publisher, headline, date } = claim.article;
  const by = [publisher ?? "an article without a publisher", date ?? "undated"].join(", ");
  return el(
    "div",
    { class: "claim" },
    el("blockquote", {}, before, el("mark", {}, claim.quote), after),
    withheld ? el("p", { class: "withheld" }, "The words around it are left out: they tell more than you have watched, or may not be shown.") : null,
    el("p", {}, headline ? el("cite", {}, headline) : null, headline ? el("br") : null, by),
    el("p", { class: "about" }, el("span", { class: `status ${claim.status}` }, claim.status), ` · `, sureness(claim.confidence), ` · in ${layerName(claim.layer)}`),
    el(
      "div",
      { class: "actions" },
      claim.original ? el("a", { href: claim.original, rel: "noopener noreferrer", target: "_blank" }, "Read the original") : null,
      copier("Copy citation", () => `${claim.citation.plain} “${claim.quote}”`),
      copier("BibTeX", () => claim.citation.bibtex),
    ),
  );
}
