// Where nodes stand. In: a graph, the places that are known. Out: a place for each. The same graph gives the same places.

import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

export type Places = Record<string, { x: number; y: number }>;

const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Begin beside a neighbour that stands already, else on a spiral: what is known hardly moves when more comes. */
function started(graph: Graph, known: ReadonlyMap<string, { x: number; y: number }>): Places {
  const places: Places = {};
  const keys = graph.nodes().sort();
  keys.forEach((key, i) => {
    const own = known.get(key);
    const near = own ? undefined : graph.neighbors(key).map((other) => known.get(other)).find(Boolean);
    const far = own ? 0 : near ? 8 : 10 * Math.sqrt(i + 1);
    const from = own ?? near ?? { x: 0, y: 0 };
    places[key] = { x: from.x + far * Math.cos(i * GOLDEN), y: from.y + far * Math.sin(i * GOLDEN) };
  });
  return places;
}

/** Lay a graph out in the browser: for up to 500 nodes, some hundred milliseconds. `aspect` is width by height. */
export function arranged(graph: Graph, known: ReadonlyMap<string, { x: number; y: number }>, aspect = 1): Places {
  const unstretched = new Map([...known].map(([key, { x, y }]) => [key, { x: x / aspect, y }]));
  const places = started(graph, unstretched);
  if (graph.order < 2) return places;
  const copy = new Graph({ type: "undirected" });
  for (const key of graph.nodes().sort()) copy.addNode(key, { ...places[key], size: (graph.getNodeAttribute(key, "size") as number) + 6 });
  for (const edge of graph.edges().sort()) copy.mergeEdge(graph.source(edge), graph.target(edge));
  const crowd = copy.order > 150;
  const settings = { ...forceAtlas2.inferSettings(copy), gravity: 0.8, scalingRatio: 30, slowDown: 6, barnesHutOptimize: crowd };
  const loose = forceAtlas2(copy, { iterations: crowd ? 200 : 500, settings });
  copy.updateEachNodeAttributes((key, data) => ({ ...data, ...loose[key] }));
  const apart = forceAtlas2(copy, { iterations: crowd ? 60 : 150, settings: { ...settings, adjustSizes: true, slowDown: 12 } });
  const kept = parted(apart, copy);
  return Object.fromEntries(Object.entries(kept).map(([key, { x, y }]) => [key, { x: x * aspect, y }]));
}

/** Push apart what still covers each other, with room for a name beside it. */
function parted(places: Places, graph: Graph): Places {
  const spots = Object.entries(places).map(([key, at]) => ({ key, ...at }));
  if (spots.length < 2 || spots.length > 500) return places;
  const [xs, ys] = [spots.map((spot) => spot.x), spots.map((spot) => spot.y)];
  const span = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys), 1);
  // The place is some 600 pixels high: this is a pixel in the units of the layout.
  const pixel = span / 600;
  for (let round = 0; round < 60; round++) {
    let moved = false;
    for (let i = 0; i < spots.length; i++)
      for (let j = i + 1; j < spots.length; j++) {
        const [one, other] = [spots[i] as (typeof spots)[number], spots[j] as (typeof spots)[number]];
        const room = pixel * ((graph.getNodeAttribute(one.key, "size") as number) + (graph.getNodeAttribute(other.key, "size") as number) + 8);
        const [dx, dy] = [other.x - one.x || 1e-3 * (i - j), other.y - one.y || 1e-3];
        const far = Math.hypot(dx, dy);
        if (far >= room) continue;
        const push = (room - far) / 2 / far;
        [one.x, one.y, other.x, other.y] = [one.x - dx * push, one.y - dy * push, other.x + dx * push, other.y + dy * push];
        moved = true;
      }
    if (!moved) break;
  }
  return Object.fromEntries(spots.map(({ key, x, y }) => [key, { x, y }]));
}
