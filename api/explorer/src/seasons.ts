// The season slider: one season of a work at a time. In: the seasons that are known, casts. Out: who and what is off stage.

import * as api from "./api";
import type { OffStage } from "./filters";

export type Seasons = ReadonlyMap<string, readonly number[]>; // by the work's slug

export const EVERYBODY: OffStage = { hides: () => false, lets: () => true };

export async function knownSeasons(): Promise<Seasons> {
  const found = new Map<string, number[]>();
  for (const season of (await api.seasons()).items) {
    const match = /^show\/([^/]+)\/s(\d+)$/.exec(api.nameOf(season.href));
    if (match?.[1]) found.set(match[1], [...(found.get(match[1]) ?? []), Number(match[2])].sort((a, b) => a - b));
  }
  return found;
}

/** The work whose seasons the slider turns through: the last expanded or shown that has any. */
export function turning(names: readonly string[], seasons: Seasons): { work: string; numbers: readonly number[] } | null {
  for (const name of [...names].reverse()) {
    const parts = name.split("/");
    const work = parts[0] === "show" || parts[0] === "character" ? parts[1] : undefined;
    const numbers = work ? seasons.get(work) : undefined;
    if (work && numbers && numbers.length > 1) return { work, numbers };
  }
  return null;
}

/**
 * Who is not in a season of a work, and what does not happen in it: its cast and characters that are placed in other
 * seasons only, and its story's facts from other seasons. What nobody has placed stays.
 */
export async function offStage(season: string, view: api.View): Promise<OffStage> {
  const [work, text] = season.split(":");
  const number = Number(text);
  if (!work || !Number.isInteger(number)) return EVERYBODY;
  const [all, now] = await Promise.all([api.cast(work, null, view), api.cast(work, number, view)]);
  const players = (parts: readonly api.Part[]): string[] => parts.flatMap((part) => [part.actor.iri, ...(part.character ? [part.character.iri] : [])]);
  const here = new Set(players(now.items));
  const prefix = `story/${work}/`;
  const own = new RegExp(`^s${number}(e\\d+)?$`);
  const elsewhere = (layer: string): boolean => {
    if (!layer.startsWith(prefix)) return false;
    const position = layer.slice(prefix.length);
    return position !== "unknown" && !own.test(position);
  };
  const gone = new Set(players(all.items).filter((iri) => !here.has(iri)));
  // The other seasons of the work and their episodes, by the last part of their IRIs: s3, s3e1.
  const other = new RegExp(`/show/${work.replace(/[^\w-]/g, "")}/s(?!${number}(e|$))\\d+(e\\d+)?$`);
  return {
    hides: (iri) => gone.has(iri) || other.test(iri),
    lets: (fact) => !fact.layers.every(elsewhere),
  };
}

