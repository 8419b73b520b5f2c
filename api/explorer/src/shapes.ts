// The shapes of the kinds as outlines, in a box from -1 to 1: for signs in lists and for exported pictures.

import { kindOf, type Shape } from "./kinds";

const SVG = "http://www.w3.org/2000/svg";

function regular(corners: number, radius: number, turn: number, inner = radius): string {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / corners;
    const far = i % 2 ? inner : radius;
    return `${(far * Math.cos(angle)).toFixed(3)} ${(far * Math.sin(angle)).toFixed(3)}`;
  });
  return `M${points.join("L")}Z`;
}

const BAR = "M-.32-1H.32V-.32H1V.32H.32V1H-.32V.32H-1V-.32H-.32Z";

/** The outline of each shape as the data of an SVG path; areas are about equal. Filled by the even-odd rule. */
export const OUTLINES: Readonly<Record<Shape, string>> = {
  disc: "M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z",
  diamond: regular(4, 1.22, 0),
  square: "M-.88-.88H.88V.88H-.88Z",
  frame: "M-.88-.88H.88V.88H-.88ZM-.4-.4H.4V.4H-.4Z",
  hexagon: regular(6, 1.08, 0),
  star: regular(10, 1.3, -Math.PI / 2, 0.58),
  up: regular(3, 1.3, -Math.PI / 2),
  down: regular(3, 1.3, Math.PI / 2),
  cross: BAR,
};

/** The sign of a kind, for lists: decoration, since the kind's name stands beside it. */
export function sign(type: string | null | undefined): SVGSVGElement {
  const kind = kindOf(type);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-1.4 -1.4 2.8 2.8");
  svg.setAttribute("class", "sign");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", OUTLINES[kind.shape]);
  path.setAttribute("fill-rule", "evenodd");
  path.setAttribute("class", kind.colour.slice(2));
  svg.append(path);
  return svg;
}
