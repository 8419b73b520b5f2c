// Results as a graph: the things in each row, joined; the rows of a CONSTRUCT as they stand.

import { byId, el } from "../dom";
import { Canvas } from "../drawing/canvas";
import { KINDS } from "../kinds";
import { network } from "../lines";
import type { DrawnNode, Edge } from "../api";
import { icon, rowsOf, short, type Row, type Term, type Yasr } from "./results";

const MOST = 500; // rows that are drawn

const isThing = (term: Term | undefined): term is Term => term !== undefined && (term.type === "uri" || term.type === "bnode");

/** The kind that the address of an entity begins with: `…/character/x` is a Character. */
function typeOf(iri: string): string | null {
  return KINDS.find((kind) => new RegExp(`/${kind.name.toLowerCase()}/[^/]+`).test(iri))?.name ?? null;
}

const node = (term: Term, label: string | undefined): DrawnNode => ({
  iri: term.value, href: `/entity?iri=${encodeURIComponent(term.value)}`, type: typeOf(term.value), label: label ?? short(term.value), neighbours: 0, x: null, y: null,
});

const edge = (subject: string, property: string, object: string): Edge => ({
  subject, property, object, sentence: "", confidence: 1, claims: [], count: 1, publishers: [], dates: [], layers: [], statuses: ["asserted"],
});

export function drawable(rows: readonly Row[]): { nodes: DrawnNode[]; edges: Edge[] } {
  const nodes = new Map<string, DrawnNode>();
  const edges: Edge[] = [];
  for (const row of rows.slice(0, MOST)) {
    const whole = row.subject && row.predicate && row.object;
    const things = Object.entries(row).filter(([name, term]) => isThing(term) && !(whole && name === "predicate"));
    for (const [name, term] of things) {
      const label = row[`${name}Label`]?.value;
      if (label || !nodes.has(term.value)) nodes.set(term.value, node(term, label));
    }
    const said = whole ? short((row.predicate as Term).value) : "";
    const [first, ...rest] = things;
    for (const other of rest) if (first) edges.push(edge(first[1].value, said || other[0], other[1].value));
  }
  return { nodes: [...nodes.values()], edges };
}

export class GraphPlugin {
  priority = 5;
  label = "Graph";
  hideFromSelection = false;

  constructor(private readonly yasr: Yasr) {}

  canHandleResults(): boolean {
    return drawable(rowsOf(this.yasr)).edges.length > 0;
  }

  getIcon(): Element {
    return icon("M2 3h4v4H2zM10 1h4v4h-4zM9 10h4v4H9zM5 4l5-2v1.5l-5 2zM5 5.5l5 5-1 1-5-5z");
  }

  draw(): void {
    const rows = rowsOf(this.yasr);
    const place = el("div", { id: "result-graph", role: "img", "aria-label": "The results as a graph; the table has the same." });
    const note = el("p", { class: "about" }, rows.length > MOST ? `The first ${MOST} of ${rows.length} rows.` : "");
    this.yasr.resultsEl.replaceChildren(place, note);
    const nothing = { node: null, line: null, path: [], open: new Set<string>() };
    const canvas = new Canvas(byId("result-graph"), {
      onNode: (iri) => void (note.textContent = iri),
      onExpand: () => {},
      onLine: () => {},
      onGround: () => {},
    });
    canvas.show(network([drawable(rows)]), nothing);
  }
}
