// Small things to build a page with: text is always text, never markup.

export type Child = Node | string | null | undefined;

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  for (const child of children) if (child !== null && child !== undefined) made.append(child);
  return made;
}

/** A button that does something. */
export function button(label: Child, act: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  const made = el("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

export function byId<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}

export const stillness = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Write on the clipboard and say so on the button; where the browser forbids it, show the text to copy by hand. */
export function copier(label: string, text: () => string): HTMLButtonElement {
  const made = button(label, () => {
    navigator.clipboard.writeText(text()).then(
      () => {
        made.textContent = "Copied";
        setTimeout(() => (made.textContent = label), 2000);
      },
      () => {
        if (made.nextElementSibling?.matches("textarea.by-hand")) return;
        const area = el("textarea", { class: "by-hand", readonly: "", rows: "3", "aria-label": "Copy this" });
        area.value = text();
        made.after(area);
        area.select();
      },
    );
  });
  return made;
}
