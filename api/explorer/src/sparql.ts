// The page on which queries are written: YASGUI over this service's endpoint, with its prefixes and examples, and two
// more ways to see results: a graph and a timeline. Nothing is fetched from another host.

import Yasgui from "@zazuko/yasgui";
import { byId, el } from "./dom";
import { GraphPlugin } from "./sparql/graph";
import { TimelinePlugin } from "./sparql/timeline";

interface Known {
  prefixes: Record<string, string>;
  examples: { name: string; title: string; query: string }[];
}

const FIRST = `SELECT DISTINCT ?actor ?character ?words WHERE {
  ?claim rdf:predicate drm:portrays ;
    rdf:subject/rdfs:label ?actor ;
    rdf:object/rdfs:label ?character ;
    drm:quote ?words .
} LIMIT 50`;

const declared = (prefixes: Record<string, string>, query: string): string =>
  Object.entries(prefixes)
    .filter(([name]) => new RegExp(`(?<![\\w:])${name}:`).test(query))
    .map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`)
    .join("") + query;

async function known(): Promise<Known> {
  const answer = await fetch("/query/examples");
  if (!answer.ok) throw new Error(`The examples could not be read (${answer.status}).`);
  return (await answer.json()) as Known;
}

/** The endpoint within what has been watched. */
function endpoint(): string {
  const watched = byId<HTMLInputElement>("asof").value.split(/[\s,]+/).filter(Boolean);
  const query = new URLSearchParams(watched.map((one) => ["asOf", one]));
  return `${location.origin}/sparql${watched.length ? `?${query}` : ""}`;
}

async function start(): Promise<void> {
  const { prefixes, examples } = await known();
  const asof = byId<HTMLInputElement>("asof");
  asof.value = new URLSearchParams(location.search).getAll("asOf").join(" ");
  const yasqe = Yasgui.Yasqe.defaults;
  yasqe.autocompleters = ["variables"];
  yasqe.prefixCcApi = null;
  yasqe.value = declared(prefixes, FIRST);
  Yasgui.Yasr.registerPlugin("network", GraphPlugin as never, true);
  Yasgui.Yasr.registerPlugin("timeline", TimelinePlugin as never, true);
  Yasgui.Yasr.defaults.pluginOrder = ["table", "network", "timeline", "response"];
  Yasgui.Yasr.defaults.prefixes = prefixes;
  const yasgui = new Yasgui(byId("yasgui"), {
    requestConfig: { endpoint: endpoint(), method: "GET" } as never,
    endpointCatalogueOptions: { getData: () => [{ endpoint: `${location.origin}/sparql` }] } as never,
    copyEndpointOnNewTab: false,
    corsProxy: undefined,
    persistenceId: "dramatis",
    persistencyExpire: 60 * 60 * 24 * 30,
    autofocus: false,
  });
  const point = (): void => void yasgui.getTab()?.setEndpoint(endpoint());
  point();
  asof.addEventListener("change", point);
  yasgui.on("tabSelect", () => setTimeout(point));
  const choose = byId<HTMLSelectElement>("examples");
  choose.append(...examples.map((one) => el("option", { value: one.name }, one.title)));
  choose.addEventListener("change", () => {
    const chosen = examples.find((one) => one.name === choose.value);
    if (!chosen) return;
    yasgui.getTab()?.setQuery(chosen.query);
    void yasgui.getTab()?.query().catch(() => undefined); // the editor shows what the endpoint says
  });
  label();
  new MutationObserver(label).observe(byId("yasgui"), { childList: true, subtree: true }); // tabs and tables come later
}

/** YASGUI leaves some of its fields, buttons and headings without a name for those who do not see them. */
function label(): void {
  const name = (selector: string, text: string): void =>
    document.querySelectorAll(selector).forEach((element) => element.getAttribute("aria-label") ?? element.setAttribute("aria-label", text));
  name(".CodeMirror textarea", "SPARQL query");
  name(".yasqe_queryButton", "Run the query");
  name(".addTab", "New tab");
  name(".autocompleteWrapper input", "Endpoint");
  name(".tableSizer", "Rows on a page");
  document.querySelectorAll(".yasr_results thead th").forEach((head) => head.textContent?.trim() || head.append("#")); // of the rows' numbers
}

start().catch((error: unknown) => {
  byId("yasgui").replaceChildren(el("p", { role: "alert" }, error instanceof Error ? error.message : String(error)));
});
