// What is written on the canvas: names beside nodes, what lines are on lines, a ring around the cursor.
// In: the order of importance. Out: ink on a layer of its own, over the graph.

import type Graph from "graphology";
import type Sigma from "sigma";
import type { Theme } from "../theme";
import { placed, type Wanted } from "./labels";

export interface Importance {
  rank(node: string): number; // 2 and more are written in any case
  dimmed(node: string): boolean;
  readonly lines: readonly string[]; // lines that are written on, most important first
  captionOf(line: string): string;
  readonly first: ReadonlySet<string>; // lines that are written on in any case
  readonly cursor: string | null;
}

const FONT = 'system-ui, "Segoe UI", sans-serif';
const MANY = 70; // names at once: more is noise
const FEW = 60; // things; beyond that the names of what is set apart are left out
const CROWD = 300; // things; beyond that a name may cover those that bear none, or hardly any would find a place
const SIZES = [13, 13, 15, 15, 15] as const;

interface Entry extends Wanted {
  readonly font: string;
  readonly colour: string;
}

export class Lettering {
  private readonly ink: CanvasRenderingContext2D;
  private readonly widths = new Map<string, number>();

  constructor(
    private readonly sigma: Sigma,
    private readonly graph: Graph,
  ) {
    sigma.createCanvasContext("lettering");
    const canvas = sigma.getCanvases().lettering as HTMLCanvasElement;
    canvas.style.setProperty("pointer-events", "none");
    this.ink = canvas.getContext("2d") as CanvasRenderingContext2D;
    sigma.resize(true);
  }

  write(paints: Theme, importance: Importance): void {
    const { width, height } = this.sigma.getDimensions();
    const ratio = window.devicePixelRatio || 1;
    this.ink.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.ink.clearRect(0, 0, width, height);
    const nodes = this.graph.nodes().flatMap((key) => {
      const data = this.sigma.getNodeDisplayData(key);
      if (!data) return [];
      const { x, y } = this.sigma.framedGraphToViewport(data);
      const radius = this.sigma.scaleSize(data.size);
      const seen = x > -radius && y > -radius && x < width + radius && y < height + radius;
      return seen ? [{ key, x, y, radius, rank: importance.rank(key) + (importance.dimmed(key) ? -2 : 0) }] : [];
    });
    nodes.sort((a, b) => b.rank - a.rank || b.radius - a.radius || (a.key < b.key ? -1 : 1));
    const named = nodes.filter((node) => node.rank >= 0 || nodes.length <= FEW).slice(0, MANY);
    const entries: Entry[] = [
      ...named.filter((node) => node.rank >= 2).map((node) => this.name(node, paints)),
      ...importance.lines.slice(0, MANY).flatMap((key) => this.onLine(key, importance, paints)),
      ...named.filter((node) => node.rank < 2).map((node) => this.name(node, paints)),
    ];
    this.ring(importance.cursor, paints);
    this.ink.textBaseline = "middle";
    this.ink.lineJoin = "round";
    for (const spot of placed(entries, nodes.length > CROWD ? named : nodes, width, height)) {
      const entry = entries[spot.index] as Entry;
      this.ink.font = entry.font;
      this.ink.lineWidth = 4;
      this.ink.strokeStyle = paints.paper;
      this.ink.strokeText(entry.text, spot.x, spot.y);
      this.ink.fillStyle = entry.colour;
      this.ink.fillText(entry.text, spot.x, spot.y);
    }
  }

  private name(node: { key: string; x: number; y: number; radius: number; rank: number }, paints: Theme): Entry {
    const size = SIZES[Math.max(0, node.rank)] ?? 13;
    const label = this.graph.getNodeAttribute(node.key, "label") as string;
    const text = label.length > 34 && node.rank < 3 ? `${label.slice(0, 32)}…` : label;
    return this.entry(text, `${node.rank >= 2 ? 650 : 450} ${size}px ${FONT}`, node.rank < 0 ? paints.soft : paints.ink, node, size * 1.35, node.rank >= 2);
  }

  private onLine(key: string, importance: Importance, paints: Theme): Entry[] {
    const [one, other] = this.graph.extremities(key).map((node) => this.sigma.getNodeDisplayData(node));
    if (!one || !other) return [];
    const [from, to] = [this.sigma.framedGraphToViewport(one), this.sigma.framedGraphToViewport(other)];
    const must = importance.first.has(key);
    const text = importance.captionOf(key);
    const font = `${must ? 600 : 400} ${must ? 13 : 11.5}px ${FONT}`;
    const made = this.entry(text, font, must ? paints.accent : paints.soft, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, radius: 0 }, 15, must);
    if (!must && Math.hypot(from.x - to.x, from.y - to.y) < made.width + 30) return [];
    return [{ ...made, x: made.x - made.width / 2 - 4 }];
  }

  private entry(text: string, font: string, colour: string, at: { x: number; y: number; radius: number }, height: number, must: boolean): Entry {
    const key = `${font} ${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      this.ink.font = font;
      width = this.ink.measureText(text).width;
      if (this.widths.size > 20000) this.widths.clear();
      this.widths.set(key, width);
    }
    return { text, font, colour, x: at.x, y: at.y, radius: at.radius, width, height, must };
  }

  private ring(key: string | null, paints: Theme): void {
    const data = key ? this.sigma.getNodeDisplayData(key) : undefined;
    if (!data) return;
    const { x, y } = this.sigma.framedGraphToViewport(data);
    this.ink.beginPath();
    this.ink.arc(x, y, this.sigma.scaleSize(data.size) * 1.25 + 5, 0, 2 * Math.PI);
    this.ink.lineWidth = 2.5;
    this.ink.strokeStyle = paints.accent;
    this.ink.stroke();
  }
}
