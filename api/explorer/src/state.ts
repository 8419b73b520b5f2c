// What is looked at, kept in the address: a link restores it, and the browser's own history undoes it.
// In: the address. Out: a frozen `State`, and changes to it.

export interface State {
  readonly focus: readonly string[]; // hrefs of the entities that are expanded, in order
  readonly shown: string | null; // href of the entity in the panel
  readonly edge: string | null; // "subject property object" of the edge in the panel
  readonly side: string;
  readonly watched: readonly string[];
  readonly limit: number;
}

export const EMPTY: State = { focus: [], shown: null, edge: null, side: "all", watched: [], limit: 40 };

export function read(search: string): State {
  const query = new URLSearchParams(search);
  const limit = Number(query.get("limit"));
  return {
    focus: query.getAll("focus"),
    shown: query.get("shown"),
    edge: query.get("edge"),
    side: ["public", "story"].includes(query.get("layer") ?? "") ? (query.get("layer") as string) : "all",
    watched: query.getAll("asOf"),
    limit: limit >= 10 && limit <= 150 ? limit : EMPTY.limit,
  };
}

export function written(state: State): string {
  const query = new URLSearchParams();
  for (const one of state.focus) query.append("focus", one);
  if (state.shown) query.set("shown", state.shown);
  if (state.edge) query.set("edge", state.edge);
  if (state.side !== "all") query.set("layer", state.side);
  for (const one of state.watched) query.append("asOf", one);
  if (state.limit !== EMPTY.limit) query.set("limit", String(state.limit));
  const text = query.toString();
  return text ? `?${text}` : location.pathname;
}
