// What a plugin sees of results. In: YASR's parser. Out: rows of terms.

export interface Term {
  readonly value: string;
  readonly type: string;
  readonly datatype?: string;
}

export type Row = Readonly<Record<string, Term>>;

interface Triple {
  readonly subject: { value: string; termType: string };
  readonly predicate: { value: string; termType: string };
  readonly object: { value: string; termType: string; datatype?: { value: string } };
}

export interface Yasr {
  readonly resultsEl: HTMLElement;
  readonly results?: { getBindings(): Row[] | undefined; getStatements(): Triple[] | undefined; getVariables(): string[] };
}

const term = (one: Triple["object"]): Term => ({
  value: one.value,
  type: one.termType === "Literal" ? "literal" : one.termType === "BlankNode" ? "bnode" : "uri",
  ...(one.datatype ? { datatype: one.datatype.value } : {}),
});

/** The rows of a SELECT, or the triples of a CONSTRUCT as rows of three. */
export function rowsOf(yasr: Yasr): Row[] {
  const rows = yasr.results?.getBindings() ?? [];
  if (rows.length) return rows;
  return (yasr.results?.getStatements() ?? []).map((one) => ({ subject: term(one.subject), predicate: term(one.predicate), object: term(one.object) }));
}

export const short = (iri: string): string => decodeURIComponent(iri.split(/[/#]/).filter(Boolean).pop() ?? iri);

/** An icon of one path, as plugins show it beside their names. */
export function icon(path: string): Element {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawn.setAttribute("d", path);
  svg.append(drawn);
  return svg;
}
