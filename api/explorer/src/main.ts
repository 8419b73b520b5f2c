// The explorer: search, a graph that grows where one clicks, and the sentence behind every edge.

import * as api from "./api";
import { Canvas, edgeKey } from "./canvas";
import { byId, el } from "./dom";
import { kindOf } from "./kinds";
import { claimsPanel, entityPanel, type Going } from "./panel";
import { searchBox } from "./search";
import { EMPTY, read, written, type State } from "./state";

let state: State = read(location.search);
let nodes = new Map<string, api.Node>();
let edges = new Map<string, api.Edge>();
let depth = 0;

const view = (): api.View => ({ side: state.side, watched: [...state.watched] });
const message = byId("message");
const panel = byId("panel");

const canvas = new Canvas(byId("graph"), {
  onNode: (node) => go({ focus: [...new Set([...state.focus, node.href])], shown: node.href, edge: null }),
  onEdge: (key) => go({ edge: key }),
});

const going: Going = {
  toEntity: (href) => go({ shown: href, edge: null }),
  expand: (href) => go({ focus: [...new Set([...state.focus, href])], shown: href, edge: null }),
  toClaims: (claims, sentence) => void fill(() => claimsPanel(claims, sentence, view())),
};

/** Change what is looked at; the address changes with it, so that Back undoes it. */
function go(change: Partial<State>): void {
  state = { ...state, ...change };
  depth += 1;
  history.pushState({ depth }, "", written(state));
  void show();
}

async function show(): Promise<void> {
  byId<HTMLSelectElement>("side").value = state.side;
  byId<HTMLInputElement>("watched").value = state.watched.join(", ");
  byId<HTMLInputElement>("limit").value = String(state.limit);
  byId("limit-shown").textContent = String(state.limit);
  byId<HTMLButtonElement>("undo").disabled = depth === 0;
  byId("spoilers").textContent = state.watched.length
    ? `You see what is known to somebody who has watched ${state.watched.join(" and ")}.`
    : "The whole story is shown: this may tell you what you have not watched yet.";
  message.textContent = "Loading…";
  try {
    await load();
    message.textContent = state.focus.length ? counted() : "";
  } catch (error) {
    fail(error);
  }
  canvas.choose(state.edge);
  const edge = state.edge ? edges.get(state.edge) : undefined;
  if (edge) await fill(() => claimsPanel(edge.claims, "", view()));
  else if (state.shown) await fill(() => entityPanel(state.shown as string, view(), going));
  else await fill(welcome);
}

/** Read the neighbourhoods of all that is expanded. */
async function load(): Promise<void> {
  const found = await Promise.all(state.focus.map((href) => api.neighbourhood(href, view(), state.limit)));
  nodes = new Map(found.flatMap((one) => one.nodes.map((node) => [node.iri, node])));
  edges = new Map(found.flatMap((one) => one.edges.map((edge) => [edgeKey(edge), edge])));
  cut = found.some((one) => one.truncated);
  canvas.show([...nodes.values()], [...edges.values()], new Set(state.focus));
  table();
  const present = new Set([...nodes.values()].map((node) => node.type ?? ""));
  byId("legend").replaceChildren(
    ...[...present].sort().map((type) => {
      const sign = el("span", { "aria-hidden": "true" }, kindOf(type).sign);
      sign.style.setProperty("color", kindOf(type).colour);
      return el("li", {}, sign, ` ${kindOf(type).plural}`);
    }),
  );
}

let cut = false;

const counted = (): string =>
  `${nodes.size} things, ${edges.size} facts${cut ? "; there are more: raise the limit to see them" : ""}. Click a thing to expand it, a line to read its sentence.`;

/** The graph as a table, for those who read it by keys or by ear. */
function table(): void {
  const rows = [...edges.entries()].map(([key, edge]) => {
    const read_ = el("button", { type: "button" }, "Read");
    read_.addEventListener("click", () => go({ edge: key }));
    return el(
      "tr",
      {},
      el("td", {}, nodes.get(edge.subject)?.label ?? ""),
      el("td", {}, edge.property),
      el("td", {}, nodes.get(edge.object)?.label ?? ""),
      el("td", {}, edge.confidence.toFixed(2)),
      el("td", {}, read_),
    );
  });
  const head = el("tr", {}, ...["from", "is", "to", "confidence", "sentence"].map((name) => el("th", { scope: "col" }, name)));
  byId("table").replaceChildren(el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows)));
}

async function fill(make: () => Promise<HTMLElement>): Promise<void> {
  try {
    panel.replaceChildren(await make());
  } catch (error) {
    fail(error);
  }
}

async function welcome(): Promise<HTMLElement> {
  const shows = await api.works(view());
  const items = shows.items.map((show_) => {
    const link = el("button", { type: "button", class: "link" }, `${kindOf("Show").sign} ${show_.label}`);
    link.addEventListener("click", () => going.expand(show_.href));
    return el("li", {}, link);
  });
  return el(
    "article",
    {},
    el("h2", {}, "Who is who to whom, and who says so"),
    el("p", {}, "Search for a person, a character or a work, or begin with a show. Every line in the graph opens the sentence that says it."),
    items.length ? el("ul", {}, ...items) : el("p", {}, "No show is known yet: `dramatis ingest` reads articles in."),
  );
}

function fail(error: unknown): void {
  message.textContent = error instanceof Error ? error.message : String(error);
}

searchBox(view, (hit) => go({ focus: [...new Set([...state.focus, hit.href])], shown: hit.href, edge: null }), fail);
byId("side").addEventListener("change", (event) => go({ side: (event.target as HTMLSelectElement).value, edge: null }));
byId("watched").addEventListener("change", (event) => {
  const text = (event.target as HTMLInputElement).value;
  go({ watched: text.split(/[\s,]+/).filter(Boolean), edge: null });
});
byId("view").addEventListener("submit", (event) => event.preventDefault());
byId("limit").addEventListener("change", (event) => go({ limit: Number((event.target as HTMLInputElement).value) }));
byId("undo").addEventListener("click", () => history.back());
byId("as-table").addEventListener("click", (event) => {
  const button = event.target as HTMLButtonElement;
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  byId("table").hidden = !on;
  byId("graph").hidden = on;
  if (!on) canvas.resize();
});
addEventListener("popstate", (event) => {
  depth = (event.state as { depth?: number } | null)?.depth ?? 0;
  state = read(location.search);
  void show();
});
Object.assign(window, { dramatis: canvas });
if (!location.search) state = EMPTY;
void show();
