// What is seen, as a picture: an SVG of the same places, shapes and colours, with legend and caption; a PNG of that.

import { nameOf, type DrawnNode } from "./api";
import { placed } from "./drawing/labels";
import { kindOf, KINDS } from "./kinds";
import { caption, type Network } from "./lines";
import { OUTLINES } from "./shapes";
import type { Theme } from "./theme";

export interface Seen {
  readonly network: Network;
  readonly width: number;
  readonly height: number;
  readonly note: string; // the view, the date, the address
  readonly theme: Theme;
  readonly open: ReadonlySet<string>;
  place(iri: string): { x: number; y: number } | null;
  size(iri: string): number;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const round = (value: number): string => value.toFixed(1);

export function svg(seen: Seen): string {
  const { network, theme, width } = seen;
  const height = seen.height + 76;
  const ink = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
  const at = new Map([...network.nodes.keys()].map((iri) => [iri, seen.place(iri) ?? { x: 0, y: 0 }]));
  const lines = [...network.lines.values()].map((line) => {
    const [one, other] = [at.get(line.source), at.get(line.target)];
    if (!one || !other) return "";
    const title = escaped(line.facts.map((fact) => fact.sentence).join(" "));
    return `<line x1="${round(one.x)}" y1="${round(one.y)}" x2="${round(other.x)}" y2="${round(other.y)}" stroke="${theme.line}" stroke-width="1.5"><title>${title}</title></line>`;
  });
  const nodes = [...network.nodes.values()].map((node) => {
    const spot = at.get(node.iri) as { x: number; y: number };
    return `<g transform="translate(${round(spot.x)} ${round(spot.y)})">${shape(node.type, theme, seen.size(node.iri))}<title>${escaped(node.label)}</title></g>`;
  });
  const ranked = [...network.nodes.values()].sort((a, b) => rank(seen, b) - rank(seen, a) || seen.size(b.iri) - seen.size(a.iri) || (a.iri < b.iri ? -1 : 1)).slice(0, 80);
  const wanted = ranked.map((node) => {
    const must = rank(seen, node) > 0;
    ink.font = `${must ? 600 : 400} ${must ? 15 : 13}px sans-serif`;
    const spot = at.get(node.iri) as { x: number; y: number };
    return { text: node.label, ...spot, radius: seen.size(node.iri), width: ink.measureText(node.label).width, height: 18, must };
  });
  const few = network.lines.size <= 26 ? [...network.lines.values()] : [];
  const onLines = few.map((line) => {
    const [one, other] = [at.get(line.source) ?? { x: 0, y: 0 }, at.get(line.target) ?? { x: 0, y: 0 }];
    ink.font = "11px sans-serif";
    const text = caption(line);
    const wide = ink.measureText(text).width;
    return { text, x: (one.x + other.x) / 2 - wide / 2 - 4, y: (one.y + other.y) / 2, radius: 0, width: wide, height: 15, must: false };
  });
  const all = [...wanted, ...onLines];
  const obstacles = ranked.map((node) => ({ ...(at.get(node.iri) as { x: number; y: number }), radius: seen.size(node.iri) }));
  const texts = placed(all, obstacles, width, seen.height).map(({ index, x, y }) => {
    const one = all[index] as (typeof all)[number];
    const look = index >= wanted.length ? `font-size="11" fill="${theme.soft}"` : one.must ? `font-size="15" font-weight="600" fill="${theme.ink}"` : `font-size="13" fill="${theme.ink}"`;
    return `<text x="${round(x)}" y="${round(y)}" ${look} dominant-baseline="central" stroke="${theme.paper}" stroke-width="4" paint-order="stroke" stroke-linejoin="round">${escaped(one.text)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" role="img">`,
    `<title>${escaped(seen.note)}</title><rect width="${width}" height="${height}" fill="${theme.paper}"/>`,
    ...lines, ...nodes, ...texts, legend(seen, height), "</svg>",
  ].join("\n");
}

const rank = (seen: Seen, node: DrawnNode): number => (seen.open.has(nameOf(node.href)) ? 1 : 0);

function shape(type: string | null, theme: Theme, size: number): string {
  return `<path d="${OUTLINES[kindOf(type).shape]}" fill-rule="evenodd" fill="${theme.colourOf(type)}" stroke="${theme.paper}" stroke-width="${(1.5 / size).toFixed(3)}" transform="scale(${size.toFixed(2)})"/>`;
}

function legend(seen: Seen, height: number): string {
  const present = new Set([...seen.network.nodes.values()].map((node) => node.type ?? ""));
  let x = 24;
  const items = KINDS.filter((kind) => present.has(kind.name)).map((kind) => {
    const item = `<g transform="translate(${x} ${height - 50})">${shape(kind.name, seen.theme, 6)}</g><text x="${x + 12}" y="${height - 50}" font-size="13" fill="${seen.theme.ink}" dominant-baseline="central">${kind.many}</text>`;
    x += 40 + kind.many.length * 7.4;
    return item;
  });
  return `${items.join("")}<text x="18" y="${height - 20}" font-size="12" fill="${seen.theme.soft}">${escaped(seen.note)}</text>`;
}

/** Paint an SVG on a canvas, at twice its size. */
export async function png(text: string, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * 2, height * 2];
    (canvas.getContext("2d") as CanvasRenderingContext2D).drawImage(image, 0, 0, width * 2, height * 2);
    return await new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("The picture is too large to paint."))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}
