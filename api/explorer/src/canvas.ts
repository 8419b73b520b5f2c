// The graph on the canvas. In: nodes and edges. Out: clicks on them. Laid out deterministically: same graph, same picture.

import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";
import type { Edge, Node } from "./api";
import { kindOf } from "./kinds";

export interface Handlers {
  onNode(node: Node): void;
  onEdge(key: string): void;
}

export const edgeKey = (edge: Edge): string => `${edge.subject} ${edge.property} ${edge.object}`;

export class Canvas {
  readonly graph = new Graph({ multi: true, type: "directed" });
  private readonly sigma: Sigma;
  private chosen: string | null = null;

  constructor(container: HTMLElement, handlers: Handlers) {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    this.sigma = new Sigma(this.graph, container, {
      allowInvalidContainer: true,
      defaultEdgeType: "arrow",
      enableEdgeEvents: true,
      labelColor: { color: dark ? "#f2efe9" : "#1b1b1b" },
      edgeLabelColor: { color: dark ? "#cfcac0" : "#4a4a4a" },
      labelFont: "system-ui, sans-serif",
      labelSize: 14,
      labelDensity: 0.8,
      labelRenderedSizeThreshold: 5,
      minEdgeThickness: 1.5,
      zIndex: true,
      edgeReducer: (key, data) => (key === this.chosen ? { ...data, color: "#d9480f", size: 5, zIndex: 1 } : data),
    });
    this.sigma.on("clickNode", ({ node }) => handlers.onNode(this.graph.getNodeAttribute(node, "node") as Node));
    this.sigma.on("clickEdge", ({ edge }) => handlers.onEdge(edge));
    for (const [event, cursor] of [["enterNode", "pointer"], ["enterEdge", "pointer"], ["leaveNode", ""], ["leaveEdge", ""]] as const)
      this.sigma.on(event, () => (container.style.cursor = cursor));
  }

  show(nodes: readonly Node[], edges: readonly Edge[], focus: ReadonlySet<string>): void {
    const kept = new Map(this.graph.mapNodes((key, data) => [key, [data.x as number, data.y as number]] as const));
    this.graph.clear();
    const ordered = [...nodes].sort((a, b) => (a.iri < b.iri ? -1 : 1));
    ordered.forEach((node, i) => {
      const angle = (2 * Math.PI * i) / ordered.length;
      const [x, y] = kept.get(node.iri) ?? [Math.cos(angle) * 10, Math.sin(angle) * 10];
      const kind = kindOf(node.type);
      const label = `${kind.sign} ${node.label}`;
      this.graph.addNode(node.iri, { x, y, label, color: kind.colour, size: 6, node, forceLabel: focus.has(node.href) });
    });
    for (const edge of edges) {
      if (this.graph.hasNode(edge.subject) && this.graph.hasNode(edge.object) && !this.graph.hasEdge(edgeKey(edge)))
        this.graph.addEdgeWithKey(edgeKey(edge), edge.subject, edge.object, {
          label: edge.property,
          size: 1.5 + 2 * edge.confidence,
          color: "#9aa0a8",
        });
    }
    this.graph.forEachNode((key, data) => {
      const own = focus.has((data.node as Node).href) ? 6 : 0;
      this.graph.setNodeAttribute(key, "size", 6 + own + Math.min(8, Math.sqrt(this.graph.degree(key)) * 1.5));
    });
    if (this.graph.order > 1) {
      const settings = { ...forceAtlas2.inferSettings(this.graph), adjustSizes: true, gravity: 1.2, scalingRatio: 12 };
      forceAtlas2.assign(this.graph, { iterations: this.graph.order > 200 ? 120 : 300, settings });
    }
    this.sigma.setSetting("renderEdgeLabels", this.graph.size <= 60);
    this.sigma.refresh();
    void this.sigma.getCamera().animatedReset({ duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 300 });
  }

  choose(key: string | null): void {
    this.chosen = key;
    this.sigma.refresh();
  }

  /** Where an edge's middle or a node stands on the page, for tests that click as a person does. */
  place(key: string): { x: number; y: number } | null {
    const at = (node: string) => this.sigma.graphToViewport(this.graph.getNodeAttributes(node) as { x: number; y: number });
    if (this.graph.hasNode(key)) return at(key);
    if (!this.graph.hasEdge(key)) return null;
    const [one, other] = [at(this.graph.source(key)), at(this.graph.target(key))];
    return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
  }

  resize(): void {
    this.sigma.resize();
    this.sigma.refresh();
  }
}
