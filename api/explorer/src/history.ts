// Undo and redo: the browser's own history, with its ends known. In: states. Out: the state to show.

import { read, written, type State } from "./state";

const TOP = "dramatis-top";

export class History {
  private depth = 0;
  private top = 0;

  constructor(private readonly show: (state: State) => void) {
    this.depth = this.depthOf(history.state);
    this.top = Math.max(this.depth, Number(sessionStorage.getItem(TOP) ?? 0));
    if (history.state === null) {
      this.top = 0;
      history.replaceState({ depth: 0 }, "");
    }
    addEventListener("popstate", (event) => {
      this.depth = this.depthOf(event.state);
      show(read(location.search));
    });
  }

  private depthOf(kept: unknown): number {
    return typeof kept === "object" && kept !== null && "depth" in kept ? Number(kept.depth) : 0;
  }

  get canUndo(): boolean {
    return this.depth > 0;
  }

  get canRedo(): boolean {
    return this.depth < this.top;
  }

  /** Change what is looked at; the address changes with it. The same state again is no change. */
  go(state: State): void {
    const address = written(state);
    if (address === (location.search || location.pathname)) return this.show(state);
    this.depth += 1;
    this.top = this.depth;
    sessionStorage.setItem(TOP, String(this.top));
    history.pushState({ depth: this.depth }, "", address);
    this.show(state);
  }

  undo(): void {
    if (this.canUndo) history.back();
  }

  redo(): void {
    if (this.canRedo) history.forward();
  }
}
