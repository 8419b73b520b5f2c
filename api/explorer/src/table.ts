// The graph as a table, for those who read it by keys or by ear, and for whoever wants to sort.

import { button, byId, el } from "./dom";
import { kindOf } from "./kinds";
import { publishers, spaced, type Network } from "./lines";

const MOST = 500; // rows; the exported table has them all

interface Row {
  readonly line: string;
  readonly cells: readonly [string, string, string, string, string];
}

const HEADS = ["From", "Relation", "To", "How sure", "Sources"] as const;
let order: { column: number; down: boolean } = { column: 0, down: false };

export function rows(network: Network): Row[] {
  const name = (iri: string): string => network.nodes.get(iri)?.label ?? iri;
  return [...network.lines.values()].flatMap((line) =>
    line.facts.map((fact) => ({
      line: line.key,
      cells: [name(fact.subject), spaced(fact.property), name(fact.object), fact.confidence.toFixed(2), publishers(fact.publishers)] as const,
    })),
  );
}

export function table(network: Network, read: (line: string) => void, show: (iri: string) => void): void {
  const place = byId("table");
  const all = rows(network).sort((a, b) => {
    const found = (a.cells[order.column] ?? "").localeCompare(b.cells[order.column] ?? "", "en", { numeric: true });
    return order.down ? -found : found;
  });
  const head = HEADS.map((title, column) => {
    const sorted = column === order.column;
    const sort = button(`${title}${sorted ? (order.down ? " ↓" : " ↑") : ""}`, () => {
      order = { column, down: sorted && !order.down };
      table(network, read, show);
      place.querySelectorAll<HTMLButtonElement>("th button")[column]?.focus();
    });
    return el("th", { scope: "col", "aria-sort": sorted ? (order.down ? "descending" : "ascending") : "none" }, sort);
  });
  const body = all.slice(0, MOST).map((row) =>
    el("tr", {}, ...row.cells.map((cell) => el("td", {}, cell)), el("td", {}, button("Read", () => read(row.line), { "aria-label": `Read the sentences on ${row.cells[0]} and ${row.cells[2]}` }))),
  );
  const alone = [...network.nodes.values()].filter((node) => ![...network.lines.values()].some((line) => line.source === node.iri || line.target === node.iri));
  place.replaceChildren(
    el("table", {}, el("caption", {}, `${all.length} facts${all.length > MOST ? `, the first ${MOST} shown` : ""}`),
      el("thead", {}, el("tr", {}, ...head, el("th", { scope: "col" }, "Sentence"))), el("tbody", {}, ...body)),
    ...alone.map((node) => el("p", {}, button(node.label, () => show(node.iri), { class: "thing" }), ` (${kindOf(node.type).one}) has no line here.`)),
  );
}
