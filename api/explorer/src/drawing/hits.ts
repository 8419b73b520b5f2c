// Which line is meant: the nearest to a point, since a line is too thin to be hit. In: a point. Out: a line's key.

import type Graph from "graphology";
import type Sigma from "sigma";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The distance of a point from the stretch between two others. */
export function distance(at: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((at.x - from.x) * dx + (at.y - from.y) * dy) / length));
  return Math.hypot(at.x - from.x - along * dx, at.y - from.y - along * dy);
}

/** The line nearest to a point of the canvas, if any is within some pixels. */
export function nearestLine(sigma: Sigma, graph: Graph, at: Point, reach: number): string | null {
  const spots = new Map<string, Point>();
  const spot = (key: string): Point | null => {
    const known = spots.get(key);
    const data = known ? undefined : sigma.getNodeDisplayData(key);
    if (!known && !data) return null;
    const found = known ?? sigma.framedGraphToViewport(data as Point);
    spots.set(key, found);
    return found;
  };
  let best: string | null = null;
  let least = reach;
  graph.forEachEdge((key, _data, source, target) => {
    const [from, to] = [spot(source), spot(target)];
    if (!from || !to) return;
    const far = distance(at, from, to);
    if (far < least) [best, least] = [key, far];
  });
  return best;
}
