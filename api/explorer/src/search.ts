// The search box: a combobox that answers as one types, by mouse or by keys.

import { search, type Hit, type View } from "./api";
import { byId, el } from "./dom";
import { kindOf } from "./kinds";

export function searchBox(view: () => View, choose: (hit: Hit) => void, fail: (error: unknown) => void): void {
  const input = byId<HTMLInputElement>("query");
  const list = byId<HTMLUListElement>("found");
  let hits: readonly Hit[] = [];
  let active = -1;
  let running = new AbortController();

  const close = (): void => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (hit: Hit): void => {
    input.value = hit.label;
    close();
    choose(hit);
  };
  const mark = (index: number): void => {
    active = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    input.setAttribute("aria-activedescendant", index >= 0 ? `hit-${index}` : "");
  };
  const draw = (): void => {
    list.replaceChildren(
      ...hits.map((hit, i) => {
        const item = el("li", { role: "option", id: `hit-${i}`, "aria-selected": "false" },
          `${kindOf(hit.type).sign} ${hit.label}`, el("small", {}, ` ${hit.type ?? ""}`));
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(hit);
        });
        return item;
      }),
    );
    if (!hits.length) list.append(el("li", { class: "none" }, "Nothing is called that in this view."));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  input.addEventListener("input", () => {
    running.abort();
    running = new AbortController();
    const text = input.value.trim();
    if (!text) return close();
    search(text, view(), running.signal).then(
      (page) => {
        hits = page.items;
        draw();
        mark(-1);
      },
      (error: unknown) => {
        if (!(error instanceof DOMException)) fail(error);
      },
    );
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (list.hidden || !hits.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark((active + (event.key === "ArrowDown" ? 1 : hits.length - (active < 0 ? 0 : 1))) % hits.length);
    }
  });
  input.addEventListener("blur", close);
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    const hit = hits[Math.max(active, 0)];
    if (hit && !list.hidden) take(hit);
  });
}
