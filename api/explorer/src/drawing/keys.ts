// The graph by keys. In: key presses on the canvas. Out: a cursor that goes from thing to thing, said aloud.

import { nameOf, type DrawnNode } from "../api";
import { kindOf } from "../kinds";
import { caption, type Line } from "../lines";
import type { Canvas } from "./canvas";

export interface Keyed {
  canvas: Canvas;
  cursor(): string | null; // IRI of the node that is shown
  point(iri: string): void;
  open(iri: string): void;
  turn(iri: string): void; // expand or collapse
  read(line: string): void;
  say(text: string): void;
}

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1],
};

export function keys(container: HTMLElement, keyed: Keyed): void {
  const { canvas } = keyed;
  const graph = canvas.graph;
  let at: string | null = null;
  let turn = -1;

  const node = (iri: string): DrawnNode => graph.getNodeAttribute(iri, "node") as DrawnNode;
  const go = (iri: string): void => {
    at = iri;
    turn = -1;
    keyed.point(iri);
    canvas.reveal(iri);
    const { label, type } = node(iri);
    keyed.say(`${label}, ${kindOf(type).one}, ${graph.degree(iri)} lines. Enter opens it, E expands or collapses, comma and full stop go along its lines.`);
  };
  const current = (): string | null => {
    const iri = at && graph.hasNode(at) ? at : keyed.cursor();
    return iri && graph.hasNode(iri) ? iri : null;
  };
  const towards = (from: string, [dx, dy]: readonly [number, number]): string | null => {
    const start = canvas.place(from);
    if (!start) return null;
    let best: { iri: string; cost: number } | null = null;
    for (const iri of graph.nodes()) {
      const spot = iri === from ? null : canvas.place(iri);
      if (!spot) continue;
      const [x, y] = [spot.x - start.x, spot.y - start.y];
      const along = x * dx + y * dy;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (along <= 4 || aside > along * 2) continue;
      const cost = along + aside * 2;
      if (!best || cost < best.cost) best = { iri, cost };
    }
    return best?.iri ?? null;
  };
  const alongLines = (iri: string, step: number): void => {
    const lines = graph.edges(iri).sort();
    if (!lines.length) return keyed.say("It has no lines here.");
    turn = (turn + step + lines.length) % lines.length;
    const line = lines[turn] as string;
    const other = graph.opposite(iri, line);
    keyed.read(line);
    keyed.say(`Line ${turn + 1} of ${lines.length}: ${caption(graph.getEdgeAttribute(line, "line") as Line)}, ${node(other).label}.`);
  };

  container.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || graph.order === 0) return;
    const iri = current();
    const way = WAYS[event.key];
    const first = graph.nodes().sort((a, b) => graph.degree(b) - graph.degree(a))[0] as string;
    const acts: Record<string, () => void> = {
      Enter: () => (iri ? keyed.open(iri) : go(first)),
      e: () => iri && keyed.turn(iri),
      E: () => iri && keyed.turn(iri),
      ".": () => iri && alongLines(iri, 1),
      ",": () => iri && alongLines(iri, -1),
      "+": () => canvas.zoom(1.4),
      "=": () => canvas.zoom(1.4),
      "-": () => canvas.zoom(1 / 1.4),
      "0": () => canvas.fit(),
    };
    const act = way ? () => go(iri ? (towards(iri, way) ?? iri) : first) : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

export const nameAt = (canvas: Canvas, iri: string): string => nameOf((canvas.graph.getNodeAttribute(iri, "node") as DrawnNode).href);
