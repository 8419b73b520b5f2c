// The panel of disputes: where sources disagree, both sides with their words. Nothing is decided here.

import * as api from "../api";
import { button, el } from "../dom";
import { spaced } from "../lines";
import { counted, sureness, thing, words, type Going } from "./going";

const KINDS: Readonly<Record<string, string>> = {
  value: "different values", date: "different dates", casting: "two actors of one role", role: "two roles told", retraction: "one side took it back",
};

export async function disputesPanel(about: { name: string; label: string } | null, going: Going, all: () => void): Promise<HTMLElement> {
  const page = await api.disputes(about?.name ?? null, going.view);
  const title = about ? `Where sources disagree on ${about.label}` : "Where sources disagree";
  return el(
    "article",
    {},
    el("h2", {}, title),
    el("p", { class: "about" }, `${counted(page.total, "dispute")}. The side of more independent publishers stands first; nothing is decided.`),
    about ? button("Show all disputes", all, { class: "more" }) : null,
    ...page.items.map((dispute) =>
      el(
        "section",
        { class: "dispute" },
        el("h3", {}, thing(dispute.subject, going), el("small", {}, ` ${KINDS[dispute.kind] ?? dispute.kind}: ${subject(dispute.about)}`)),
        el("ol", {}, ...dispute.sides.map((side) =>
          el("li", {}, el("p", { class: "told" }, side.sentence), el("p", { class: "about" }, counted(side.voices, "publisher"), " · ", sureness(side.confidence)), words(side.claims, going)),
        )),
      ),
    ),
    page.items.length ? null : el("p", {}, "The sources of this view agree, or only one of them speaks."),
    page.next ? el("p", { class: "about" }, `The first ${page.items.length} of ${page.total}.`) : null,
  );
}

const subject = (about: string): string => (about.includes("/") ? (about.split("/").pop() ?? "").replaceAll("-", " ") : spaced(about));
