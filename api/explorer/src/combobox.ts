// A combobox that answers as one types, by mouse or by keys (the ARIA pattern: focus stays in the input).

import type { Ref } from "./api";
import { el } from "./dom";
import { kindOf } from "./kinds";
import { sign } from "./shapes";

export interface Combobox {
  readonly input: HTMLInputElement;
  set(ref: Ref | null): void;
}

export interface Asks {
  suggest(text: string, signal: AbortSignal): Promise<readonly Ref[]>;
  choose(ref: Ref): void;
  fail(error: unknown): void;
}

export function combobox(input: HTMLInputElement, list: HTMLUListElement, asks: Asks): Combobox {
  let hits: readonly Ref[] = [];
  let active = -1;
  let running = new AbortController();

  const close = (): void => {
    running.abort();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (hit: Ref): void => {
    input.value = hit.label;
    close();
    asks.choose(hit);
  };
  const mark = (index: number): void => {
    active = index;
    [...list.children].forEach((item, i) => {
      item.setAttribute("aria-selected", String(i === index));
      if (i === index) item.scrollIntoView({ block: "nearest" });
    });
    if (index >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${index}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const option = (hit: Ref, i: number): HTMLLIElement => {
    const kind = el("small", {}, kindOf(hit.type).one);
    const item = el("li", { role: "option", id: `${list.id}-${i}`, "aria-selected": "false" }, sign(hit.type), el("span", {}, hit.label), kind);
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      take(hit);
    });
    return item;
  };
  const draw = (): void => {
    const none = el("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing is called that in this view.");
    list.replaceChildren(...(hits.length ? hits.map(option) : [none]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(-1);
  };
  const look = (): void => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const text = input.value.trim();
    if (!text) return close();
    asks.suggest(text, signal).then(
      (found) => {
        if (signal.aborted) return;
        hits = found;
        draw();
      },
      (error: unknown) => {
        if (!(error instanceof DOMException)) asks.fail(error);
      },
    );
  };

  input.addEventListener("input", look);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (event.key === "Enter") {
      event.preventDefault();
      const hit = hits[Math.max(active, 0)];
      if (hit && !list.hidden) take(hit);
      else look();
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden && hits.length) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(active < 0 && step < 0 ? hits.length - 1 : (active + step + hits.length) % hits.length);
    }
  });
  return { input, set: (ref) => void (input.value = ref?.label ?? "") };
}

/** Make the input and the list of a combobox, with a label. */
export function field(id: string, label: string, placeholder: string): { box: HTMLElement; input: HTMLInputElement; list: HTMLUListElement } {
  const input = el("input", {
    id, type: "search", role: "combobox", autocomplete: "off", placeholder,
    "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list",
  });
  const list = el("ul", { id: `${id}-list`, class: "found", role: "listbox", "aria-label": "Found" });
  list.hidden = true;
  return { box: el("div", { class: "combobox" }, el("label", { for: id }, label), input, list), input, list };
}
