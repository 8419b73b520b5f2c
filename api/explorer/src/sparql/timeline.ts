// Results in time: rows by the first date in them.

import { el } from "../dom";
import { icon, rowsOf, short, type Row, type Term, type Yasr } from "./results";

const MOST = 1000; // rows that are listed
const DATES = /#(date|dateTime|gYear|gYearMonth)$/;

const isDate = (term: Term): boolean => (term.datatype !== undefined && DATES.test(term.datatype)) || /^\d{4}(-\d{2}(-\d{2})?)?$/.test(term.value);

const dateOf = (row: Row): string | undefined => Object.values(row).find((term) => term.type !== "uri" && isDate(term))?.value;

export class TimelinePlugin {
  priority = 4;
  label = "Timeline";
  hideFromSelection = false;

  constructor(private readonly yasr: Yasr) {}

  canHandleResults(): boolean {
    return rowsOf(this.yasr).some((row) => dateOf(row) !== undefined);
  }

  getIcon(): Element {
    return icon("M0 7h16v2H0zM2 4h2v8H2zM7 4h2v8H7zM12 4h2v8h-2z");
  }

  draw(): void {
    const dated = rowsOf(this.yasr).flatMap((row) => {
      const date = dateOf(row);
      return date === undefined ? [] : [{ date, row }];
    });
    dated.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
    const items = dated.slice(0, MOST).map(({ date, row }) => {
      const rest = Object.entries(row).filter(([, term]) => term.value !== date).map(([, term]) => (term.type === "uri" ? short(term.value) : term.value));
      return el("li", { class: "happening public" }, el("span", { class: "when" }, date), ` ${rest.join(" · ")}`);
    });
    const note = el("p", { class: "about" }, dated.length > MOST ? `The first ${MOST} of ${dated.length} rows with a date.` : "");
    this.yasr.resultsEl.replaceChildren(el("ol", { class: "timeline" }, ...items), note);
  }
}
