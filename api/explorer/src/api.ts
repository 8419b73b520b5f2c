// The service, as the explorer asks it. In: addresses and the view. Out: typed answers; `Failure` says what to do.

export interface Node {
  iri: string;
  href: string;
  type: string | null;
  label: string;
  depth?: number;
}

export interface Edge {
  subject: string;
  property: string;
  object: string;
  confidence: number;
  claims: string[];
}

export interface Neighbourhood {
  center: Node;
  nodes: Node[];
  edges: Edge[];
  truncated: boolean;
}

export interface Hit extends Node {
  name: string;
  claims: number;
}

export interface Article {
  iri: string;
  href: string;
  publisher: string | null;
  date: string | null;
  headline: string | null;
  url: string | null;
}

export interface Claim {
  href: string;
  quote: string;
  article: Article;
  layer: string;
  confidence: number;
  status: string;
  sentence: string;
  context: { before: string; after: string; withheld: boolean };
  citation: { plain: string };
  original: string | null;
}

export interface Relation {
  property: string;
  label: string;
  direction: string;
  other: Node | null;
  value: string | null;
  sentence: string;
  layers: string[];
  confidence: number;
  claims: { href: string; quote: string; article: Article }[];
}

export interface Entity extends Node {
  aliases: string[];
  counts: { relations: number; articles: number };
}

export interface Page<T> {
  items: T[];
  next: string | null;
  total: number;
  truncated: boolean;
}

export interface View {
  side: string;
  watched: string[];
}

export class Failure extends Error {}

function address(path: string, view: View, parameters: Record<string, string> = {}): string {
  const query = new URLSearchParams(parameters);
  if (view.side !== "all") query.set("layer", view.side);
  for (const one of view.watched) query.append("asOf", one);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

async function ask<T>(path: string, view: View, parameters?: Record<string, string>, signal?: AbortSignal): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(address(path, view, parameters), { headers: { Accept: "application/json" }, signal: signal ?? null });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failure("The service does not answer. Is `dramatis serve` still running?");
  }
  if (!answer.ok) {
    const problem: { title?: string; detail?: string } = await answer.json().catch(() => ({}));
    throw new Failure(problem.detail ?? problem.title ?? `The service answered ${answer.status}.`);
  }
  return (await answer.json()) as T;
}

export const search = (q: string, view: View, signal: AbortSignal): Promise<Page<Hit>> =>
  ask("/search", view, { q, limit: "8" }, signal);

export const neighbourhood = (href: string, view: View, limit: number): Promise<Neighbourhood> =>
  ask(`${href}/neighbourhood`, view, { limit: String(limit) });

export const entity = (href: string, view: View): Promise<Entity> => ask(href, view);

export const relations = (href: string, view: View): Promise<Page<Relation>> =>
  ask(`${href}/relations`, view, { limit: "200" });

export const claim = (href: string, view: View): Promise<Claim> => ask(href, view);

export const works = (view: View): Promise<Page<Node>> => ask("/entities", view, { type: "Show", limit: "30" });
