// The service, as the explorer asks it. In: names of things and the view. Out: typed answers; `Failure` says what to do.
// A thing's name is its IRI's part after the instance's base, or its whole IRI where that is another's.

export interface Ref {
  iri: string;
  href: string;
  type: string | null;
  label: string;
}

export interface DrawnNode extends Ref {
  neighbours: number;
  x: number | null;
  y: number | null;
}

export interface Edge {
  subject: string;
  property: string;
  object: string;
  sentence: string;
  confidence: number;
  claims: string[];
  count: number;
  publishers: string[];
  dates: string[];
  layers: string[];
  statuses: string[];
}

export interface Drawn {
  nodes: DrawnNode[];
  edges: Edge[];
  expanded: { iri: string; shown: number; total: number }[];
  placed: boolean;
  truncated: boolean;
}

export interface Article {
  iri: string;
  href: string;
  publisher: string | null;
  date: string | null;
  headline: string | null;
  url: string | null;
}

export interface ClaimRef {
  id: string;
  href: string;
  quote: string;
  article: Article;
  layer: string;
  confidence: number;
  status: string;
}

export interface Claim extends ClaimRef {
  sentence: string;
  context: { before: string; after: string; withheld: boolean };
  citation: { plain: string; bibtex: string };
  original: string | null;
}

export interface Relation {
  property: string;
  label: string;
  other: Ref | null;
  value: string | null;
  sentence: string;
  confidence: number;
  claims: ClaimRef[];
}

export interface Entity extends Ref {
  aliases: string[];
  sameAs: string[];
  counts: { relations: number; articles: number };
}

export interface Happening {
  id: string;
  type: string;
  axis: string;
  date: string | null;
  position: string | null;
  sentence: string;
  roles: Record<string, Ref[]>;
  claims: ClaimRef[];
}

export interface Statement {
  id: string;
  speaker: Ref;
  text: string;
  about: Ref[];
  date: string | null;
  claims: ClaimRef[];
}

export interface Part {
  actor: Ref;
  character: Ref | null;
  scope: string;
}

export interface Path {
  length: number;
  confidence: number;
  sentence: string;
  nodes: Ref[];
  hops: { from: string; to: string; relations: { subject: string; property: string; object: string; sentence: string; confidence: number; claims: ClaimRef[] }[] }[];
}

export interface Paths {
  from: Ref;
  to: Ref;
  distance: number | null;
  items: Path[];
}

export interface Dispute {
  kind: string;
  subject: Ref;
  about: string;
  sides: { value: string; sentence: string; voices: number; confidence: number; claims: ClaimRef[] }[];
}

export interface Page<T> {
  items: T[];
  next: string | null;
  total: number;
  truncated: boolean;
}

export interface View {
  side: string;
  watched: readonly string[];
}

export type Parameters = Record<string, string | readonly string[] | null>;

export class Failure extends Error {}

/** The name of the thing that an address of the service tells of. */
export function nameOf(href: string): string {
  const url = new URL(href, location.origin);
  if (url.pathname.startsWith("/entities/")) return decodeURIComponent(url.pathname.slice("/entities/".length));
  return url.searchParams.get("iri") ?? href;
}

/** The address of an entity, or of what lies below it. */
function hrefOf(name: string, below = ""): string {
  if (name.includes("://")) return `/entity${below}?iri=${encodeURIComponent(name)}`;
  return `/entities/${name.split("/").map(encodeURIComponent).join("/")}${below}`;
}

/** An address of the service within a view. */
export function address(path: string, view: View, parameters: Parameters = {}): string {
  const url = new URL(path, location.origin);
  for (const name of ["asOf", "layer"]) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(parameters))
    for (const one of Array.isArray(value) ? value : [value]) if (one) url.searchParams.append(name, one as string);
  if (view.side !== "all") url.searchParams.set("layer", view.side);
  for (const one of view.watched) url.searchParams.append("asOf", one);
  return `${url.pathname}${url.search}`;
}

async function ask<T>(path: string, view: View, parameters?: Parameters, signal?: AbortSignal): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(address(path, view, parameters), { headers: { Accept: "application/json" }, signal: signal ?? null });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failure("The service does not answer. Is `dramatis serve` still running? Then try again.");
  }
  if (!answer.ok) {
    const problem: { title?: string; detail?: string } = await answer.json().catch(() => ({}));
    throw new Failure(problem.detail ?? problem.title ?? `The service answered ${answer.status}.`);
  }
  return (await answer.json()) as T;
}

const EVERYTHING: View = { side: "all", watched: [] };

export const search = (q: string, view: View, types: readonly string[], signal: AbortSignal): Promise<Page<Ref>> =>
  ask("/search", view, { q, type: types, limit: "8" }, signal);

export const drawn = (names: readonly string[], each: number, view: View): Promise<Drawn> =>
  ask("/graph", view, { entity: names, each: String(each) });

export const whole = (limit: number, view: View): Promise<Drawn> => ask("/graph", view, { limit: String(limit) });

export const entity = (name: string, view: View): Promise<Entity> => ask(hrefOf(name), view);

export const relations = (name: string, view: View): Promise<Page<Relation>> =>
  ask(hrefOf(name, "/relations"), view, { limit: "300" });

export const claim = (id: string, view: View): Promise<Claim> => ask(`/claims/${id}`, view);

export const happenings = (about: string | null, cursor: string | null, view: View): Promise<Page<Happening>> =>
  about && !about.includes("://")
    ? ask(hrefOf(about, "/timeline"), view, { limit: "40", cursor })
    : ask("/events", view, { about, limit: "40", cursor });

export const statements = (by: "speaker" | "about", name: string, view: View): Promise<Page<Statement>> =>
  ask("/statements", view, { [by]: name, limit: "30" });

export const cast = (work: string, season: number | null, view: View): Promise<Page<Part>> =>
  ask(`/works/${work}/cast`, view, { season: season === null ? null : String(season), limit: "500" });

export const paths = (from: string, to: string, view: View): Promise<Paths> => ask("/paths", view, { from, to, limit: "3" });

export const disputes = (about: string | null, view: View): Promise<Page<Dispute>> =>
  ask("/disputes", view, { about, limit: "30" });

export const shows = (view: View): Promise<Page<Ref & { claims: number }>> =>
  ask("/entities", view, { type: "Show", limit: "500" });

/** The seasons that are known of: their numbers tell nothing of the story, so that every view may read them. */
export const seasons = (): Promise<Page<Ref>> => ask("/entities", EVERYTHING, { type: "Season", limit: "500" });
