// The graph on the canvas. In: a network, what is chosen. Out: clicks on nodes and lines, moves of the cursor.

import Graph from "graphology";
import Sigma from "sigma";
import { EdgeArrowProgram, EdgeLineProgram, EdgeRectangleProgram } from "sigma/rendering";
import { animateNodes } from "sigma/utils";
import { nameOf, type DrawnNode } from "../api";
import { stillness } from "../dom";
import { kindOf } from "../kinds";
import { caption, type Line, type Network } from "../lines";
import { mixed, theme, type Theme } from "../theme";
import { arranged } from "./arrange";
import { Carrier } from "./carry";
import { nearestLine } from "./hits";
import { Lettering } from "./lettering";
import { shapedPrograms } from "./program";

export interface Handlers {
  onNode(iri: string): void;
  onExpand(iri: string): void;
  onLine(key: string): void;
  onGround(): void;
}

export interface Chosen {
  readonly node: string | null; // IRI
  readonly line: string | null; // key
  readonly path: readonly string[]; // IRIs along the chains that were found
  readonly open: ReadonlySet<string>; // names of what is expanded
}

const CLICKED = 9; // pixels from a line that a click may be
const TOUCHED = 6;
const THIN_FROM = 1200; // lines; thousands of arrows are a grey cloud, and software takes ten times as long to draw them
const RESTING = 80; // milliseconds
const CROWDED = 26; // lines; beyond that only the lines at hand are written on

export class Canvas {
  readonly graph = new Graph({ type: "directed" });
  private readonly sigma: Sigma;
  private readonly lettering: Lettering;
  private paints: Theme = theme();
  private chosen: Chosen = { node: null, line: null, path: [], open: new Set() };
  private hovered: string | null = null;
  private hoveredLine: string | null = null;
  private near = new Set<string>();
  private resting = 0;
  private stop: () => void = () => {};

  constructor(container: HTMLElement, handlers: Handlers) {
    const paper = (): readonly [number, number, number] => {
      const part = (i: number): number => parseInt(this.paints.paper.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
      return [part(0), part(1), part(2)];
    };
    this.sigma = new Sigma(this.graph, container, {
      allowInvalidContainer: true,
      nodeProgramClasses: shapedPrograms(paper),
      nodeHoverProgramClasses: shapedPrograms(paper),
      defaultNodeType: "disc",
      edgeProgramClasses: { arrow: EdgeArrowProgram, line: EdgeRectangleProgram, thin: EdgeLineProgram },
      defaultEdgeType: "arrow",
      defaultDrawNodeHover: () => {},
      renderLabels: false,
      minEdgeThickness: 1.2,
      stagePadding: 56,
      zIndex: true,
      minCameraRatio: 0.03,
      maxCameraRatio: 3,
      doubleClickZoomingDuration: 0,
      nodeReducer: (key, data) => this.nodeLook(key, data),
      edgeReducer: (key, data) => this.edgeLook(key, data),
    });
    this.lettering = new Lettering(this.sigma, this.graph);
    for (const unused of ["labels", "edgeLabels", "hovers", "hoverNodes"]) this.layer(unused, false);
    new Carrier(this.sigma);
    this.sigma.on("afterRender", () => this.letter());
    this.sigma.on("clickNode", ({ node }) => handlers.onNode(node));
    this.sigma.on("doubleClickNode", (event) => {
      event.preventSigmaDefault();
      handlers.onExpand(event.node);
    });
    this.sigma.on("clickStage", ({ event }) => {
      const line = nearestLine(this.sigma, this.graph, event, CLICKED);
      if (line) handlers.onLine(line);
      else handlers.onGround();
    });
    let under: string | null = null;
    const look = (at: { x: number; y: number }): void => {
      const captor = this.sigma.getMouseCaptor();
      if (!captor.isMoving) this.hover(container, under, under ? null : nearestLine(this.sigma, this.graph, at, TOUCHED));
    };
    this.sigma.on("enterNode", ({ node, event }) => {
      under = node;
      this.rested(() => look(event));
    });
    this.sigma.on("leaveNode", ({ event }) => {
      under = null;
      this.rested(() => look(event));
    });
    this.sigma.on("moveBody", ({ event }) => this.rested(() => look(event)));
    this.sigma.on("leaveStage", () => {
      under = null;
      this.rested(() => this.hover(container, null, null));
    });
  }

  /** Draw a network: what stood keeps about its place, what is new comes out of its neighbour. */
  show(network: Network, chosen: Chosen): void {
    this.stop();
    const known = new Map(this.graph.mapNodes((key, data) => [key, { x: data.x as number, y: data.y as number }] as const));
    const same = known.size === network.nodes.size && [...network.nodes.keys()].every((iri) => known.has(iri)) &&
      this.graph.size === network.lines.size && [...network.lines.keys()].every((key) => this.graph.hasEdge(key));
    if (same) return this.choose(chosen);
    this.graph.clear();
    for (const node of network.nodes.values()) this.addNode(node, known.get(node.iri));
    const thin = network.lines.size > THIN_FROM;
    for (const line of network.lines.values()) this.addLine(line, thin);
    this.graph.forEachNode((key, data) => {
      const own = chosen.open.has(data.name as string) ? 5 : 0;
      const { width, height } = this.sigma.getDimensions();
      const crowd = Math.min(1, Math.max(0.4, 12 / Math.sqrt(this.graph.order))) * Math.min(1, Math.max(0.6, Math.sqrt(width * height) / 680));
      this.graph.setNodeAttribute(key, "size", crowd * (6 + own + Math.min(9, Math.sqrt(this.graph.degree(key)) * 1.6)));
    });
    this.choose(chosen);
    const served = [...network.nodes.values()].filter((node) => node.x !== null && node.y !== null);
    const places = served.length > this.graph.order / 2
      ? Object.fromEntries([...network.nodes.values()].map((node) => [node.iri, { x: (node.x ?? 0) * 10, y: (node.y ?? 0) * 10 }]))
      : arranged(this.graph, known, this.aspect());
    const move = known.size > 0 && this.graph.order <= 400 && !stillness();
    if (!move) this.graph.updateEachNodeAttributes((key, data) => ({ ...data, ...places[key] }));
    else this.stop = animateNodes(this.graph, places, { duration: 450, easing: "quadraticInOut" });
    this.sigma.refresh();
    this.fit();
  }

  /** Show or hide a layer: software lays empty ones over the others too, and without three it made twice the frames. */
  private layer(name: string, seen: boolean): void {
    this.sigma.getCanvases()[name]?.style.setProperty("display", seen ? "" : "none");
  }

  /** How much wider than high the place is, within reason. */
  private aspect(): number {
    const { width, height } = this.sigma.getDimensions();
    return height > 0 ? Math.min(1.6, Math.max(0.7, width / height)) : 1;
  }

  private addNode(node: DrawnNode, at: { x: number; y: number } | undefined): void {
    const from = at ?? { x: 0, y: 0 };
    this.graph.addNode(node.iri, { ...from, size: 6, node, label: node.label, name: nameOf(node.href), type: kindOf(node.type).shape });
  }

  private addLine(line: Line, thin: boolean): void {
    const oneWay = line.facts.every((fact) => fact.subject === line.source);
    const voices = Math.min(4, Math.log2(1 + line.facts.reduce((sum, fact) => sum + fact.count, 0)));
    const doubtful = line.facts.every((fact) => fact.statuses.every((status) => status !== "asserted"));
    this.graph.addEdgeWithKey(line.key, line.source, line.target, { line, size: 1 + voices * 0.7, type: thin ? "thin" : oneWay ? "arrow" : "line", doubtful });
  }

  private nodeLook(key: string, data: Record<string, unknown>): Record<string, unknown> {
    const node = data.node as DrawnNode;
    const colour = this.paints.colourOf(node.type);
    const apart = this.near.size > 0 && !this.near.has(key);
    const open = this.chosen.open.has(data.name as string) ? 1 : 0;
    const chosen = key === this.chosen.node || key === this.hovered;
    return {
      ...data, open, zIndex: chosen ? 3 : apart ? 0 : 1, label: null,
      color: apart ? mixed(colour, this.paints.paper, 0.72) : colour,
      size: (data.size as number) * (chosen ? 1.25 : 1),
    };
  }

  private edgeLook(key: string, data: Record<string, unknown>): Record<string, unknown> {
    const [source, target] = this.graph.extremities(key);
    if (key === this.chosen.line || key === this.hoveredLine)
      return { ...data, color: this.paints.accent, size: (data.size as number) + 2.5, zIndex: 3 };
    const along = this.chosen.path.includes(source) && this.chosen.path.includes(target);
    if (along) return { ...data, color: this.paints.accent, size: (data.size as number) + 1, zIndex: 2 };
    const at = this.hovered ?? (this.hoveredLine ?? this.chosen.line ? null : this.chosen.node);
    const touches = at !== null && (source === at || target === at);
    const colour = data.doubtful ? mixed(this.paints.line, this.paints.paper, 0.35) : this.paints.line;
    if (touches) return { ...data, color: mixed(colour, this.paints.ink, 0.45), zIndex: 1 };
    const inside = this.near.size === 0 || (this.near.has(source) && this.near.has(target));
    return { ...data, color: inside ? colour : mixed(colour, this.paints.paper, 0.6), zIndex: 0 };
  }

  private letter(): void {
    const at = this.hovered ?? this.chosen.node;
    const all = this.graph.size <= CROWDED;
    const lines = this.graph.filterEdges((key, _data, source, target) =>
      all || key === this.chosen.line || key === this.hoveredLine || (at !== null && (source === at || target === at) && this.graph.degree(at) <= CROWDED));
    const ranks = (key: string): number =>
      key === this.hovered ? 4 : key === this.chosen.node ? 3 : this.chosen.open.has(this.graph.getNodeAttribute(key, "name") as string) ? 2 : this.near.has(key) ? 1 : 0;
    const first = new Set([this.hoveredLine, this.chosen.line].filter((key): key is string => key !== null));
    this.lettering.write(this.paints, {
      rank: ranks,
      dimmed: (key) => this.near.size > 0 && !this.near.has(key),
      lines: lines.sort((one, other) => Number(first.has(other)) - Number(first.has(one))),
      captionOf: (key) => caption(this.graph.getEdgeAttribute(key, "line") as Line),
      first,
      cursor: this.chosen.node,
    });
  }

  /** Act now; in a crowd when the pointer rests, since to light up whatever it crosses draws thousands of things anew. */
  private rested(act: () => void): void {
    clearTimeout(this.resting);
    if (this.graph.size <= THIN_FROM) act();
    else this.resting = window.setTimeout(act, RESTING);
  }

  private hover(container: HTMLElement, node: string | null, line: string | null): void {
    if (node === this.hovered && line === this.hoveredLine) return;
    this.layer("hoverNodes", node !== null);
    this.hovered = node;
    this.hoveredLine = line;
    container.style.setProperty("cursor", node ?? line ? "pointer" : "");
    this.nearest();
    this.sigma.refresh({ skipIndexation: true });
  }

  private nearest(): void {
    const line = this.hoveredLine ?? (this.hovered ? null : this.chosen.line);
    const node = this.hovered ?? this.chosen.node;
    this.near = new Set();
    if (line && this.graph.hasEdge(line)) this.near = new Set(this.graph.extremities(line));
    else if (this.chosen.path.length && !this.hovered) this.near = new Set(this.chosen.path.filter((key) => this.graph.hasNode(key)));
    else if (node && this.graph.hasNode(node) && this.graph.degree(node) > 0) this.near = new Set([node, ...this.graph.neighbors(node)]);
  }

  choose(chosen: Chosen): void {
    this.chosen = {
      ...chosen,
      node: chosen.node && this.graph.hasNode(chosen.node) ? chosen.node : null,
      line: chosen.line && this.graph.hasEdge(chosen.line) ? chosen.line : null,
    };
    this.hovered = this.hovered && this.graph.hasNode(this.hovered) ? this.hovered : null;
    this.hoveredLine = this.hoveredLine && this.graph.hasEdge(this.hoveredLine) ? this.hoveredLine : null;
    this.nearest();
    this.sigma.refresh({ skipIndexation: true });
  }

  retheme(): void {
    this.paints = theme();
    this.sigma.refresh({ skipIndexation: true });
  }

  fit(): void {
    void this.sigma.getCamera().animatedReset({ duration: stillness() ? 0 : 300 });
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    void camera.animate({ ratio: this.sigma.getCamera().getBoundedRatio(camera.ratio / factor) }, { duration: stillness() ? 0 : 200 });
  }

  /** Bring a node into sight where it is out of it. */
  reveal(key: string): void {
    const at = this.place(key);
    const { width, height } = this.sigma.getDimensions();
    const data = this.sigma.getNodeDisplayData(key);
    if (!at || !data || (at.x > 30 && at.y > 30 && at.x < width - 30 && at.y < height - 30)) return;
    void this.sigma.getCamera().animate({ x: data.x, y: data.y }, { duration: stillness() ? 0 : 250 });
  }

  /** Where a node or the middle of a line stands, in pixels of the canvas. */
  place(key: string): { x: number; y: number } | null {
    const at = (node: string) => this.sigma.graphToViewport(this.graph.getNodeAttributes(node) as { x: number; y: number });
    if (this.graph.hasNode(key)) return at(key);
    if (!this.graph.hasEdge(key)) return null;
    const [one, other] = [at(this.graph.source(key)), at(this.graph.target(key))];
    return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
  }

  /** Move the cursor to a node, without opening it. */
  point(iri: string): void {
    this.choose({ ...this.chosen, node: iri, line: null });
  }

  extent(): { width: number; height: number } {
    return this.sigma.getDimensions();
  }

  sizeOf(iri: string): number {
    return this.sigma.scaleSize(this.sigma.getNodeDisplayData(iri)?.size ?? 6);
  }

  resize(): void {
    this.sigma.resize();
    this.sigma.refresh();
  }
}
