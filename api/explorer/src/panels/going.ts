// Where a panel can lead to: panels know the page by these few moves alone.

import type { ClaimRef, Ref, View } from "../api";
import { nameOf } from "../api";
import { button, el } from "../dom";
import { kindOf } from "../kinds";
import { sign } from "../shapes";

export interface Going {
  readonly view: View;
  readonly open: ReadonlySet<string>; // names of what is expanded
  show(name: string): void;
  expand(name: string): void;
  collapse(name: string): void;
  claims(ids: readonly string[]): void;
  path(from: string, to: string): void;
  from(name: string, label: string): void;
}

/** A thing by its sign and name, as a button that shows it. */
export function thing(ref: Ref, going: Going): HTMLElement {
  const made = button(null, () => going.show(nameOf(ref.href)), { class: "thing", title: kindOf(ref.type).one });
  made.append(sign(ref.type), ref.label);
  return made;
}

/** The words that say something, as a button that opens them in their context. */
export function words(claims: readonly ClaimRef[], going: Going): HTMLElement | null {
  const first = claims[0];
  if (!first) return null;
  const more = claims.length > 1 ? ` and ${claims.length - 1} more` : "";
  const by = [first.article.publisher, first.article.date].filter(Boolean).join(", ");
  const made = button(`“${first.quote}”`, () => going.claims(claims.map((claim) => claim.id)), { class: "words" });
  made.append(el("small", {}, ` ${by}${more}`));
  return made;
}

/** How sure the view may be, as words and a bar. */
export function sureness(confidence: number): HTMLElement {
  const percent = Math.round(confidence * 100);
  const bar = el("span", { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--part", `${percent}%`);
  return el("span", { class: "sure" }, bar, `${percent}% sure`);
}

export const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
