// The explorer: it holds the state, asks the service, and has the parts of the page show what came.

import * as api from "./api";
import { combobox } from "./combobox";
import { button, byId, copier, el } from "./dom";
import { Canvas } from "./drawing/canvas";
import { keys, nameAt } from "./drawing/keys";
import { exportDialog } from "./exports";
import { sift, type OffStage } from "./filters";
import { History } from "./history";
import { kindOf, KINDS } from "./kinds";
import { chained, network, NOTHING, type Network } from "./lines";
import { claimsPanel, linePanel } from "./panels/claims";
import { disputesPanel } from "./panels/disputes";
import { entityPanel } from "./panels/entity";
import type { Going } from "./panels/going";
import { pathPanel } from "./panels/paths";
import { timelinePanel } from "./panels/timeline";
import { welcomePanel } from "./panels/welcome";
import { EVERYBODY, knownSeasons, offStage, turning, type Seasons } from "./seasons";
import { sign } from "./shapes";
import { sieve } from "./sieve";
import { EMPTY, LIMITS, read, TABS, UNFILTERED, type State, type Tab } from "./state";
import { table } from "./table";
import { onTheme, theme } from "./theme";
import { told, watchedDialog } from "./watched";

let state: State = EMPTY;
let full: Network = NOTHING; // what the service gave
let seen: Network = NOTHING; // what the filters let through
let drawn: api.Drawn[] = [];
let chains: api.Paths | null = null;
let off: OffStage = EVERYBODY;
let seasons: Seasons = new Map();
let origin: { name: string; label: string } | null = null; // where a path is to start
let turn = 0; // each change of state has its number: late answers of earlier ones are dropped
const labels = new Map<string, string>(); // by name

const message = byId("message");
const panel = byId("told");
const view = (): api.View => ({ side: state.side, watched: state.watched });
const work = (slug: string): string => labels.get(`show/${slug}`) ?? slug.replaceAll("-", " ").replace(/\b\w/g, (letter) => letter.toUpperCase());

const canvas = new Canvas(byId("graph"), {
  onNode: (iri) => going().show(nameAt(canvas, iri)),
  onExpand: (iri) => unfold(nameAt(canvas, iri)),
  onLine: (line) => go({ line, claims: [], tab: "about" }),
  onGround: () => state.line && go({ line: null }),
});

const history_ = new History((next) => void show(next));
const go = (change: Partial<State>): void => history_.go({ ...state, ...change });

function unfold(name: string): void {
  if (state.focus.includes(name)) go({ focus: state.focus.filter((one) => one !== name), line: null, claims: [] });
  else go({ focus: [...state.focus, name], whole: 0, shown: name, line: null, claims: [], tab: "about" });
}

const going = (): Going => ({
  view: view(),
  open: new Set(state.focus),
  show: (name) => go({ shown: name, line: null, claims: [], tab: "about", ...(state.focus.length || state.whole ? {} : { focus: [name] }) }),
  expand: (name) => go({ focus: [...new Set([...state.focus, name])], whole: 0, shown: name, line: null, claims: [], tab: "about" }),
  collapse: (name) => go({ focus: state.focus.filter((one) => one !== name) }),
  claims: (claims) => go({ claims, line: null }),
  path: (from, to) => go({ path: [from, to], tab: "path", line: null, claims: [] }),
  from: (name, label) => {
    origin = { name, label };
    go({ tab: "path", path: null, claims: [], line: null });
  },
});

/** Show a state: first what needs no answer, then the graph, then the panel. */
async function show(next: State): Promise<void> {
  state = next;
  const mine = ++turn;
  controls();
  byId("busy").hidden = false;
  try {
    await load();
    if (mine !== turn) return;
    draw();
  } catch (error) {
    if (mine === turn) fail(error);
  }
  if (mine === turn) byId("busy").hidden = true;
  await fill(mine);
}

const differs = (one: State, other: State, ...names: (keyof State)[]): boolean =>
  names.some((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));

let loaded: State | null = null;

/** Ask the service for what changed. */
async function load(): Promise<void> {
  const was = loaded;
  const viewed = !was || differs(was, state, "side", "watched");
  const wanted = state;
  const graph = async (): Promise<api.Drawn[]> => {
    if (was && !viewed && !differs(was, state, "focus", "limit", "whole")) return drawn;
    if (state.whole) return [await api.whole(state.whole, view())];
    return state.focus.length ? [await api.drawn(state.focus, state.limit, view())] : [];
  };
  const path = async (): Promise<api.Paths | null> => {
    if (was && !viewed && !differs(was, state, "path")) return chains;
    return state.path ? api.paths(state.path[0], state.path[1], view()) : null;
  };
  const cast = async (): Promise<OffStage> => {
    if (was && !viewed && !differs(was, state, "season")) return off;
    return state.season ? offStage(state.season, view()) : EVERYBODY;
  };
  const found = await Promise.all([graph(), path(), cast()]);
  if (wanted !== state) return;
  [drawn, chains, off] = found;
  loaded = wanted;
  full = network([...drawn, ...(chains ? [chained(chains.items)] : [])]);
  for (const node of full.nodes.values()) labels.set(api.nameOf(node.href), node.label);
}

function draw(): void {
  seen = sift(full, state, off);
  const shown = [...seen.nodes.values()].find((node) => api.nameOf(node.href) === state.shown);
  const along = state.tab === "path" && chains ? (chains.items[0]?.nodes.map((node) => node.iri) ?? []) : [];
  canvas.show(seen, { node: shown?.iri ?? null, line: state.line, path: along, open: new Set(state.focus) });
  if (state.table) table(seen, (line) => go({ line, claims: [], tab: "about" }), (iri) => going().show(api.nameOf(seen.nodes.get(iri)?.href ?? iri)));
  sift_(full, state);
  legend();
  slider();
  const filtered = full.nodes.size - seen.nodes.size;
  byId("sieve-count").textContent = filtered || state.hidden.length ? ` · ${filtered} things hidden` : "";
  message.textContent = full.nodes.size ? counted() : "";
  const empty = byId("empty");
  empty.hidden = full.nodes.size > 0 && seen.lines.size > 0;
  const hides = full.lines.size > seen.lines.size;
  if (!full.nodes.size)
    empty.replaceChildren(el("p", {}, "Nothing is drawn yet. Search above, choose a show, or"), button("draw the most connected", () => go({ whole: 300 })));
  else if (hides) empty.replaceChildren(el("p", {}, "The filters hide every line."), button("Clear all filters", () => go(UNFILTERED)));
  else empty.replaceChildren(el("p", {}, state.watched.length ? "No relation of it is known that fits what you have watched." : "No relation is known of it in this view."));
}

function counted(): string {
  const facts = [...seen.lines.values()].reduce((sum, line) => sum + line.facts.length, 0);
  const cuts = drawn.flatMap((one) => one.expanded).filter((one) => one.shown < one.total).map((one) => `${one.shown} of ${one.total} neighbours of ${full.nodes.get(one.iri)?.label ?? "it"}`);
  const cut = state.whole && drawn.some((one) => one.truncated) ? ["only the most connected are drawn"] : cuts;
  return [`${seen.nodes.size} things, ${facts} facts`, ...(cut.length ? [`limit reached: ${cut.slice(0, 2).join("; ")}${cut.length > 2 ? "; …" : ""}`] : [])].join(" · ");
}

function legend(): void {
  const present = new Set([...seen.nodes.values()].map((node) => node.type ?? ""));
  const kinds = KINDS.filter((kind) => present.has(kind.name)).map((kind) => el("li", {}, sign(kind.name), kindOf(kind.name).many));
  byId("legend").replaceChildren(...kinds);
}

/** What of the page needs no answer of the service. */
function controls(): void {
  byId<HTMLSelectElement>("side").value = state.side;
  const limit = byId<HTMLInputElement>("limit");
  const [low, high] = state.whole ? LIMITS.whole : LIMITS.each;
  [limit.min, limit.max, limit.step] = [String(low), String(high), state.whole ? "50" : "5"];
  limit.value = String(state.whole || state.limit);
  byId("limit-shown").textContent = limit.value;
  byId("limit-label").textContent = state.whole ? "Things, up to" : "Neighbours, up to";
  byId<HTMLButtonElement>("undo").disabled = !history_.canUndo;
  byId<HTMLButtonElement>("redo").disabled = !history_.canRedo;
  byId("clear").hidden = !(state.focus.length || state.whole || state.path || state.shown);
  const asTable = byId("as-table");
  asTable.setAttribute("aria-pressed", String(state.table));
  if (byId("table").hidden === state.table) {
    byId("table").hidden = !state.table;
    byId("graph").hidden = state.table;
    byId("lens").hidden = state.table;
    if (!state.table) canvas.resize();
  }
  const bar = byId("spoilers");
  bar.classList.toggle("guarded", state.watched.length > 0);
  bar.replaceChildren(
    ...(state.watched.length
      ? [el("strong", {}, "Spoilers are hidden. "), `You see what fits having watched ${state.watched.map((one) => told(one, work)).join("; ")}. No other story is shown.`]
      : state.side === "public"
        ? [el("strong", {}, "Only the world is shown: "), "who made, played, won and said what. No story."]
        : [el("strong", {}, "The whole story is shown. "), "It may tell you what you have not watched yet."]),
  );
  for (const tab of TABS) {
    const choice = byId(`tab-${tab}`);
    choice.setAttribute("aria-selected", String(tab === state.tab));
    choice.tabIndex = tab === state.tab ? 0 : -1;
  }
  panel.setAttribute("aria-labelledby", `tab-${state.tab}`);
}

function slider(): void {
  const turns = turning([...state.focus, ...(state.shown ? [state.shown] : [])], seasons);
  const box = byId("season-box");
  const active = state.season?.split(":");
  const now = active ? { work: active[0] as string, numbers: seasons.get(active[0] as string) ?? [Number(active[1])] } : turns;
  box.hidden = !now;
  if (!now) return;
  const input = byId<HTMLInputElement>("season");
  input.max = String(now.numbers.length);
  input.value = active ? String(now.numbers.indexOf(Number(active[1])) + 1) : "0";
  input.dataset.work = now.work;
  byId("season-label").textContent = `Season of ${work(now.work)}`;
  const text = active ? `season ${active[1]}` : "all";
  byId("season-shown").textContent = active ? (active[1] as string) : "all";
  input.setAttribute("aria-valuetext", text);
}

/** Fill the panel with what the state says. */
async function fill(mine: number): Promise<void> {
  const name = state.shown;
  const about = name ? { name, label: labels.get(name) ?? name.split("/").pop()?.replaceAll("-", " ") ?? name } : null;
  const line = state.line ? full.lines.get(state.line) : undefined;
  const makes: Record<Tab, () => Promise<HTMLElement> | HTMLElement> = {
    about: () => {
      if (line) return linePanel(line, [full.nodes.get(line.source)?.label ?? "", full.nodes.get(line.target)?.label ?? ""], going());
      return name ? entityPanel(name, going()) : welcomePanel(going(), () => go({ whole: 300, focus: [], shown: null }));
    },
    timeline: () => timelinePanel(about, going()),
    path: () => {
      const ends = chains ? { from: { name: api.nameOf(chains.from.href), label: chains.from.label }, to: { name: api.nameOf(chains.to.href), label: chains.to.label } } : { from: origin ?? about, to: null };
      return pathPanel(ends, chains, going());
    },
    disputes: () => disputesPanel(about, going(), () => go({ shown: null })),
  };
  panel.setAttribute("aria-busy", "true");
  try {
    const made = await (state.claims.length ? claimsPanel(state.claims, going()) : makes[state.tab]());
    if (mine !== turn) return;
    if (state.claims.length || line) made.prepend(back(about?.label ?? null));
    panel.replaceChildren(made);
    panel.scrollTop = 0;
    const heading = made.querySelector("h2")?.textContent;
    document.title = heading && (name || line || state.claims.length) ? `${heading} – Dramatis` : "Dramatis explorer";
    if (name && state.tab === "about" && !line && !state.claims.length && heading) labels.set(name, heading);
  } catch (error) {
    if (mine !== turn) return;
    panel.replaceChildren(el("div", { class: "problem", role: "alert" }, el("h2", {}, "That did not work"), el("p", {}, said(error)), retry()));
  } finally {
    if (mine === turn) panel.removeAttribute("aria-busy");
  }
}

function back(label: string | null): HTMLElement {
  return button(label ? `Back to ${label}` : "Back", () => go({ line: null, claims: [] }), { class: "back" });
}

function retry(): HTMLElement {
  return button("Try again", () => {
    loaded = null;
    void show(state);
  });
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function fail(error: unknown): void {
  message.textContent = said(error);
  message.append(" ", retry());
}

const sift_ = sieve((change) => go(change));

combobox(byId<HTMLInputElement>("query"), byId<HTMLUListElement>("found"), {
  suggest: async (text, signal) => (await api.search(text, view(), [], signal)).items,
  choose: (ref) => going().expand(api.nameOf(ref.href)),
  fail,
});
const openWatched = watchedDialog({ watched: () => state.watched, change: (watched) => go({ watched, line: null, claims: [] }), labelOf: work, seasons: () => seasons });
const openExport = exportDialog(() => ({
  view: view(), focus: state.focus, shown: state.shown, path: state.path, dark: theme().dark,
  seen: {
    network: seen, theme: theme(), open: new Set(state.focus), ...canvas.extent(),
    note: `Dramatis, ${new Date().toISOString().slice(0, 10)} · ${byId("spoilers").textContent} · ${location.href}`.slice(0, 220),
    place: (iri) => canvas.place(iri), size: (iri) => canvas.sizeOf(iri),
  },
}));
keys(byId("graph"), {
  canvas,
  cursor: () => [...seen.nodes.values()].find((node) => api.nameOf(node.href) === state.shown)?.iri ?? null,
  point: (iri) => canvas.point(iri),
  open: (iri) => going().show(nameAt(canvas, iri)),
  turn: (iri) => unfold(nameAt(canvas, iri)),
  read: (line) => go({ line, claims: [], tab: "about" }),
  say: (text) => void (byId("said").textContent = text),
});

const on = <T extends HTMLElement>(id: string, event: string, act: (element: T) => void): void => byId(id).addEventListener(event, () => act(byId<T>(id)));
byId("search").addEventListener("submit", (event) => event.preventDefault());
on<HTMLSelectElement>("side", "change", (select) => go({ side: select.value as State["side"], line: null, claims: [] }));
on("watched-open", "click", openWatched);
on("take", "click", openExport);
on<HTMLInputElement>("limit", "input", (input) => void (byId("limit-shown").textContent = input.value));
on<HTMLInputElement>("limit", "change", (input) => go(state.whole ? { whole: Number(input.value) } : { limit: Number(input.value) }));
on<HTMLInputElement>("season", "change", (input) => {
  const number = seasons.get(input.dataset.work ?? "")?.[Number(input.value) - 1];
  go({ season: number === undefined ? null : `${input.dataset.work}:${number}` });
});
on("as-table", "click", () => go({ table: !state.table }));
on("fit", "click", () => canvas.fit());
on("closer", "click", () => canvas.zoom(1.4));
on("further", "click", () => canvas.zoom(1 / 1.4));
on("clear", "click", () => go({ ...EMPTY, side: state.side, watched: state.watched }));
on("undo", "click", () => history_.undo());
on("redo", "click", () => history_.redo());
byId("share").replaceWith(copier("Copy link", () => location.href));
for (const tab of TABS) byId(`tab-${tab}`).addEventListener("click", () => go({ tab, claims: [] }));
byId("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = TABS[(TABS.indexOf(state.tab) + step + TABS.length) % TABS.length] as Tab;
  go({ tab: next, claims: [] });
  byId(`tab-${next}`).focus();
});
document.addEventListener("keydown", (event) => {
  const typing = (event.target as HTMLElement).matches("input:not([type=range]):not([type=checkbox]), textarea");
  if (typing) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    if (event.shiftKey) history_.redo();
    else history_.undo();
  } else if (event.key === "/" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    byId("query").focus();
  }
});
onTheme(() => canvas.retheme());
new ResizeObserver(() => canvas.resize()).observe(byId("graph"));
if (matchMedia("(max-width: 75rem)").matches) byId<HTMLDetailsElement>("sieve").open = false;
Object.assign(window, { dramatis: canvas });

void show(read(location.search));
void knownSeasons().then((found) => {
  seasons = found;
  slider();
}, fail);
