// Taking something away: the picture and the data of what is seen, and what the service prepares of the same view.

import { address, type Parameters, type View } from "./api";
import { button, byId, el } from "./dom";
import type { Network } from "./lines";
import { png, svg, type Seen } from "./picture";
import { rows } from "./table";

export interface Exported {
  readonly seen: Seen;
  readonly view: View;
  readonly focus: readonly string[];
  readonly shown: string | null;
  readonly path: readonly [string, string] | null;
  readonly dark: boolean;
}

function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = el("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

const quoted = (cell: string): string => {
  // A cell that begins like a formula is run by spreadsheets: it is led by an apostrophe.
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export function csv(network: Network): string {
  const facts = rows(network).map((row) => row.cells.map(quoted).join(","));
  return ["from,relation,to,confidence,sources", ...facts, ""].join("\r\n");
}

const json = (network: Network): string =>
  JSON.stringify({ nodes: [...network.nodes.values()], edges: [...network.lines.values()].flatMap((line) => line.facts) }, null, 2);

export function exportDialog(make: () => Exported): () => void {
  const dialog = byId<HTMLDialogElement>("export");
  const draw = (): void => {
    const { seen, view, focus, shown, path, dark } = make();
    const problem = el("p", { role: "alert", class: "problem" });
    const link = (label: string, where: string, parameters: Parameters): HTMLElement =>
      el("li", {}, el("a", { href: address(where, view, parameters), download: "" }, label));
    const own = (label: string, act: () => void | Promise<void>): HTMLElement =>
      el("li", {}, button(label, () => void Promise.resolve(act()).catch((error: unknown) => (problem.textContent = error instanceof Error ? error.message : String(error)))));
    const entity = focus.slice(0, 8);
    const theme = dark ? "dark" : null;
    const work = [...focus, ...(shown ? [shown] : [])].reverse().find((name) => /^(show|film|work)\/[^/]+$/.test(name));
    const inWork: Record<string, string> = work ? { in: work } : {};
    const pictures = [
      ...(entity.length ? ["svg", "png", "pdf"].map((form) => link(`What is expanded, drawn for print (${form.toUpperCase()})`, `/pictures/network.${form}`, { entity, theme })) : []),
      ...(work ? [link("Its cast, season by season (SVG)", "/pictures/cast.svg", { work, theme })] : []),
      ...(entity.length ? [link("Its timeline (SVG)", "/pictures/timeline.svg", { entity, theme })] : []),
      ...(path ? [link("The path (SVG)", "/pictures/path.svg", { from: path[0], to: path[1], theme })] : []),
    ];
    dialog.replaceChildren(
      el("h2", {}, "Take it with you"),
      el("h3", {}, "What you see"),
      el("ul", {},
        own("Picture (SVG)", () => save("dramatis.svg", new Blob([svg(seen)], { type: "image/svg+xml" }))),
        own("Picture (PNG)", async () => save("dramatis.png", await png(svg(seen), seen.width, seen.height + 76))),
        own("Table of facts (CSV)", () => save("dramatis.csv", new Blob(["\ufeff", csv(seen.network)], { type: "text/csv" }))),
        own("Nodes and facts with their claims (JSON)", () => save("dramatis.json", new Blob([json(seen.network)], { type: "application/json" }))),
      ),
      pictures.length ? el("h3", {}, "Pictures with caption and sources") : "",
      el("ul", {}, ...pictures),
      el("h3", {}, work ? `The network of ${work.split("/")[1]?.replaceAll("-", " ")}` : "The network of characters and cast"),
      el("ul", {},
        link("For Gephi, by season (GEXF)", "/export.gexf", { projection: "characters", times: "season", ...inWork }),
        link("Who acted with whom (GraphML)", "/export.graphml", { projection: "co-cast", ...inWork }),
        link("For Cytoscape (CYJS)", "/export.cyjs", { projection: "co-cast", ...inWork }),
      ),
      el("h3", {}, "Everything in this view"),
      el("ul", {}, link("N-Quads", "/export.nq", {}), link("TriG", "/export.trig", {}), link("JSON-LD", "/export.jsonld", {})),
      problem,
      el("div", { class: "actions end" }, button("Close", () => dialog.close(), { class: "main" })),
    );
  };
  return () => {
    draw();
    dialog.showModal();
  };
}
