// What the filters let through. In: a network, a state, who is off stage. Out: the part to draw, and what may be chosen.

import { nameOf, type DrawnNode, type Edge } from "./api";
import { kindOf } from "./kinds";
import { lines, spaced, type Line, type Network } from "./lines";
import type { State } from "./state";

export interface Choice {
  readonly key: string; // "kind:Person"
  readonly label: string;
  readonly count: number;
  readonly sign: string | null;
}

export type Facet = "kind" | "property" | "layer" | "source" | "status";
export const FACETS: Readonly<Record<Facet, string>> = {
  kind: "Kinds", property: "Relations", layer: "World and stories", source: "Sources", status: "How it is said",
};

/** The layers of a fact, as filters name them: `public`, or the work whose story it is. */
const layersOf = (edge: Edge): string[] => [...new Set(edge.layers.map((layer) => layer.split("/").slice(0, 2).join("/")))];

const VALUES: Readonly<Record<Exclude<Facet, "kind">, (edge: Edge) => readonly string[]>> = {
  property: (edge) => [edge.property],
  layer: layersOf,
  source: (edge) => edge.publishers,
  status: (edge) => edge.statuses,
};

function named(facet: Facet, value: string): string {
  if (facet === "kind") return kindOf(value).many;
  if (facet === "property") return spaced(value);
  if (facet === "layer") return value === "public" ? "the world" : `story of ${(value.split("/")[1] ?? value).replaceAll("-", " ")}`;
  return value === "unnamed" ? "no publisher named" : value;
}

/** What can be chosen in a network, the most frequent first. */
export function choices(network: Network): Map<Facet, Choice[]> {
  const counts = new Map<Facet, Map<string, number>>((Object.keys(FACETS) as Facet[]).map((facet) => [facet, new Map()]));
  const add = (facet: Facet, value: string): void => {
    const bag = counts.get(facet) as Map<string, number>;
    bag.set(value, (bag.get(value) ?? 0) + 1);
  };
  for (const node of network.nodes.values()) add("kind", node.type ?? "");
  for (const line of network.lines.values())
    for (const fact of line.facts)
      for (const facet of Object.keys(VALUES) as (keyof typeof VALUES)[]) VALUES[facet](fact).forEach((value) => add(facet, value));
  return new Map(
    [...counts].map(([facet, bag]) => [
      facet,
      [...bag]
        .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .map(([value, count]) => ({
          key: `${facet}:${value}`,
          label: named(facet, value),
          count,
          sign: facet === "kind" ? value : null,
        })),
    ]),
  );
}

export interface OffStage {
  hides(iri: string): boolean; // whether a thing is not in the season
  lets(edge: Edge): boolean;
}

/** Return what is drawn. A thing without lines left goes too, unless it is expanded or shown. */
export function sift(network: Network, state: State, off: OffStage): Network {
  const hidden = new Set(state.hidden);
  const sees = (facet: Facet, values: readonly string[]): boolean => values.some((value) => !hidden.has(`${facet}:${value}`));
  const stays = new Set([...state.focus, ...(state.shown ? [state.shown] : [])]);
  const fixed = (node: DrawnNode): boolean => stays.has(nameOf(node.href));
  const nodes = new Map([...network.nodes].filter(([iri, node]) => fixed(node) || (!off.hides(iri) && sees("kind", [node.type ?? ""]))));
  const lets = (fact: Edge): boolean =>
    nodes.has(fact.subject) && nodes.has(fact.object) && fact.confidence * 100 >= state.sure &&
    (Object.keys(VALUES) as (keyof typeof VALUES)[]).every((facet) => sees(facet, VALUES[facet](fact))) &&
    dated(fact.dates, state.since, state.until) && off.lets(fact);
  const kept = [...network.lines.values()].flatMap((line) => line.facts.filter(lets));
  const drawn: Map<string, Line> = lines(nodes, kept);
  const tied = new Set([...drawn.values()].flatMap((line) => [line.source, line.target]));
  return { nodes: new Map([...nodes].filter(([iri, node]) => tied.has(iri) || fixed(node))), lines: drawn };
}

/** Whether articles between the first and the last date can lie in a range of partial dates. */
export function dated(dates: readonly string[], since: string, until: string): boolean {
  if (!since && !until) return true;
  const [first, last] = [dates[0], dates[dates.length - 1]];
  if (!first || !last) return false;
  return (!since || `${last}~` >= since) && (!until || first <= `${until}~`);
}
