// What is looked at, kept in the address: a link restores it, and the browser's own history undoes it.
// In: the address. Out: a frozen `State`, and the address of one.

export const TABS = ["about", "timeline", "path", "disputes"] as const;
export type Tab = (typeof TABS)[number];
export type Side = "all" | "public" | "story";

export interface State {
  readonly focus: readonly string[]; // names of the entities that are expanded, in order
  readonly shown: string | null; // name of the entity in the panel
  readonly line: string | null; // key of the line in the panel: "name~name"
  readonly claims: readonly string[]; // ids of the claims in the panel
  readonly tab: Tab;
  readonly path: readonly [string, string] | null; // names of the two that a path is sought between
  readonly side: Side;
  readonly watched: readonly string[]; // "work:s1e8"
  readonly season: string | null; // "work:2": only this season of it
  readonly limit: number; // neighbours of each expanded entity
  readonly whole: number; // nodes of the whole graph, 0 where only what is expanded is drawn
  readonly hidden: readonly string[]; // "kind:Person", "property:actor", "layer:public", "source:…", "status:…"
  readonly sure: number; // least confidence, in hundredths
  readonly since: string; // articles not before this date
  readonly until: string;
  readonly table: boolean;
}

export const EMPTY: State = {
  focus: [], shown: null, line: null, claims: [], tab: "about", path: null, side: "all", watched: [], season: null,
  limit: 40, whole: 0, hidden: [], sure: 0, since: "", until: "", table: false,
};

export const UNFILTERED: Partial<State> = { hidden: [], sure: 0, since: "", until: "", season: null };

export const LIMITS = { each: [5, 300], whole: [50, 2000] } as const;
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

function within(text: string | null, [low, high]: readonly [number, number], otherwise: number): number {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value >= low && value <= high ? value : otherwise;
}

/** Read a state from the address's query; what it does not understand is left out. */
export function read(search: string): State {
  const query = new URLSearchParams(search);
  const one = <T extends string>(name: string, known: readonly T[], otherwise: T): T =>
    known.find((value) => value === query.get(name)) ?? otherwise;
  const [from, to] = [query.get("from"), query.get("to")];
  return {
    focus: [...new Set(query.getAll("focus"))].slice(0, 40),
    shown: query.get("shown"),
    line: query.get("line"),
    claims: query.getAll("claim").filter((id) => /^\w+$/.test(id)).slice(0, 30),
    tab: one("tab", TABS, "about"),
    path: from && to ? [from, to] : null,
    side: one("layer", ["all", "public", "story"] as const, "all"),
    watched: query.getAll("asOf").slice(0, 20),
    season: query.get("season"),
    limit: within(query.get("limit"), LIMITS.each, EMPTY.limit),
    whole: within(query.get("whole"), LIMITS.whole, 0),
    hidden: query.getAll("hide"),
    sure: within(query.get("sure"), [0, 100], 0),
    since: DATE.test(query.get("since") ?? "") ? (query.get("since") as string) : "",
    until: DATE.test(query.get("until") ?? "") ? (query.get("until") as string) : "",
    table: query.has("table"),
  };
}

export function written(state: State): string {
  const query = new URLSearchParams();
  const many = (name: string, values: readonly string[]): void => values.forEach((value) => query.append(name, value));
  const some = (name: string, value: string | null | false): void => void (value && query.set(name, value));
  many("focus", state.focus);
  some("shown", state.shown);
  some("line", state.line);
  many("claim", state.claims);
  some("tab", state.tab !== "about" && state.tab);
  some("from", state.path && state.path[0]);
  some("to", state.path && state.path[1]);
  some("layer", state.side !== "all" && state.side);
  many("asOf", state.watched);
  some("season", state.season);
  some("limit", state.limit !== EMPTY.limit && String(state.limit));
  some("whole", state.whole > 0 && String(state.whole));
  many("hide", state.hidden);
  some("sure", state.sure > 0 && String(state.sure));
  some("since", state.since);
  some("until", state.until);
  some("table", state.table && "1");
  const text = query.toString().replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%7E", "~");
  return text ? `?${text}` : location.pathname;
}
