// Colours, read from the style sheet, which knows light and dark; the canvas has no colours of its own.

import { kindOf } from "./kinds";

export interface Theme {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly accent: string;
  readonly dark: boolean;
  colourOf(type: string | null): string;
}

const DARK = matchMedia("(prefers-color-scheme: dark)");

export function theme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    paper: colour("--paper"),
    ink: colour("--ink"),
    soft: colour("--soft"),
    line: colour("--edge"),
    accent: colour("--accent"),
    dark: DARK.matches,
    colourOf: (type) => colour(kindOf(type).colour),
  };
}

export const onTheme = (change: () => void): void => DARK.addEventListener("change", change);

/** A colour towards another: 0 is the first, 1 the second. Both are `#rrggbb`. */
export function mixed(one: string, other: string, share: number): string {
  const part = (text: string, i: number): number => parseInt(text.slice(1 + 2 * i, 3 + 2 * i), 16);
  const digits = [0, 1, 2].map((i) => Math.round(part(one, i) * (1 - share) + part(other, i) * share));
  return `#${digits.map((digit) => digit.toString(16).padStart(2, "0")).join("")}`;
}
