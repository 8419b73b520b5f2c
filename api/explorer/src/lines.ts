// Lines: all facts between two things are one line, so that none lies hidden under another.
// In: nodes and edges of the service. Out: `Network`, by IRI and by line.

import { nameOf, type Drawn, type DrawnNode, type Edge, type Path } from "./api";

export interface Line {
  readonly key: string;
  readonly source: string; // IRIs; the subject of the first fact comes first
  readonly target: string;
  readonly facts: readonly Edge[];
}

export interface Network {
  readonly nodes: ReadonlyMap<string, DrawnNode>;
  readonly lines: ReadonlyMap<string, Line>;
}

export const NOTHING: Network = { nodes: new Map(), lines: new Map() };

export const keyOf = (one: string, other: string): string => (one < other ? `${one}~${other}` : `${other}~${one}`);

/** Publishers as people write them; who is not named is called `unnamed` by the service. */
export const publishers = (names: readonly string[]): string =>
  names.map((name) => (name === "unnamed" ? "no publisher named" : name)).join(", ");

/** A property as people write it: `partOfSeries` is "part of series". */
export const spaced = (property: string): string => property.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();

const factKey = (edge: Edge): string => `${edge.subject} ${edge.property} ${edge.object}`;

/** Join what was drawn at several times; the same fact counts once. */
export function network(parts: readonly Pick<Drawn, "nodes" | "edges">[]): Network {
  const nodes = new Map(parts.flatMap((part) => part.nodes.map((node) => [node.iri, node] as const)));
  const facts = new Map(parts.flatMap((part) => part.edges.map((edge) => [factKey(edge), edge] as const)));
  return { nodes, lines: lines(nodes, [...facts.values()]) };
}

export function lines(nodes: ReadonlyMap<string, DrawnNode>, facts: Iterable<Edge>): Map<string, Line> {
  const found = new Map<string, Line & { facts: Edge[] }>();
  for (const fact of facts) {
    const [subject, object] = [nodes.get(fact.subject), nodes.get(fact.object)];
    if (!subject || !object) continue;
    const key = keyOf(nameOf(subject.href), nameOf(object.href));
    const line = found.get(key);
    if (line) line.facts.push(fact);
    else found.set(key, { key, source: fact.subject, target: fact.object, facts: [fact] });
  }
  return found;
}

/** What is written on a line: its surest fact's property, and how many more there are. */
export function caption(line: Line): string {
  const properties = [...new Set(line.facts.map((fact) => spaced(fact.property)))];
  return properties.length > 2 ? `${properties[0]} +${properties.length - 1}` : properties.join(", ");
}

/** The chains that were found, as a part of a network. */
export function chained(paths: readonly Path[]): Pick<Drawn, "nodes" | "edges"> {
  return {
    nodes: paths.flatMap((path) => path.nodes.map((node) => ({ ...node, neighbours: 0, x: null, y: null }))),
    edges: paths.flatMap((path) =>
      path.hops.flatMap((hop) =>
        hop.relations.map((fact) => {
          const dates = fact.claims.flatMap((claim) => claim.article.date ?? []).sort();
          return {
            ...fact,
            claims: fact.claims.map((claim) => claim.href),
            count: fact.claims.length,
            publishers: [...new Set(fact.claims.map((claim) => claim.article.publisher ?? "unnamed"))].sort(),
            dates: dates.length > 1 ? [dates[0] as string, dates[dates.length - 1] as string] : dates,
            layers: [...new Set(fact.claims.map((claim) => claim.layer))].sort(),
            statuses: [...new Set(fact.claims.map((claim) => claim.status))].sort(),
          };
        }),
      ),
    ),
  };
}
