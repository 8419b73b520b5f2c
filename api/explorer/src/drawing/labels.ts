// Labels that do not overlap: the most important first, each where it is free; what finds no place stays unwritten.
// In: what could be written, most important first. Out: what is written, and where. Pure.

export interface Wanted {
  readonly text: string;
  readonly x: number; // the node's place, in pixels
  readonly y: number;
  readonly radius: number;
  readonly width: number; // of the text, in pixels
  readonly height: number;
  readonly must: boolean; // written even where it covers another
}

export interface Placed {
  readonly index: number;
  readonly x: number; // the text's left end and middle line
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const CELL = 64;
const GAP = 4;

/** Boxes that are taken, in a grid, so that looking is quick. */
class Taken {
  private readonly cells = new Map<number, Box[]>();

  private *keys(box: Box): Iterable<number> {
    for (let i = Math.floor(box.left / CELL); i <= Math.floor(box.right / CELL); i++)
      for (let j = Math.floor(box.top / CELL); j <= Math.floor(box.bottom / CELL); j++) yield i * 4096 + j;
  }

  add(box: Box): void {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) cell.push(box);
      else this.cells.set(key, [box]);
    }
  }

  free(box: Box): boolean {
    for (const key of this.keys(box))
      for (const other of this.cells.get(key) ?? [])
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) return false;
    return true;
  }
}

/** Place labels beside their nodes: right, left, under, over, aslant. Nodes in `obstacles` are not written over. */
export function placed(wanted: readonly Wanted[], obstacles: readonly { x: number; y: number; radius: number }[], width: number, height: number): Placed[] {
  const taken = new Taken();
  for (const { x, y, radius } of obstacles) taken.add({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius });
  const found: Placed[] = [];
  wanted.forEach((one, index) => {
    const reach = one.radius + GAP;
    const aslant = reach * 0.75 + 2;
    const spots = [
      [one.x + reach, one.y],
      [one.x - reach - one.width, one.y],
      [one.x - one.width / 2, one.y + reach + one.height / 2],
      [one.x - one.width / 2, one.y - reach - one.height / 2],
      [one.x + aslant, one.y - aslant],
      [one.x + aslant, one.y + aslant],
      [one.x - aslant - one.width, one.y - aslant],
      [one.x - aslant - one.width, one.y + aslant],
    ] as const;
    const boxOf = ([x, y]: readonly [number, number]): Box => ({
      left: x - 2, right: x + one.width + 2, top: y - one.height / 2, bottom: y + one.height / 2,
    });
    const inside = (box: Box): boolean => box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
    const spot = spots.find((at) => inside(boxOf(at)) && taken.free(boxOf(at))) ?? (one.must ? (spots.find((at) => inside(boxOf(at))) ?? spots[0]) : null);
    if (!spot) return;
    taken.add(boxOf(spot));
    found.push({ index, x: spot[0], y: spot[1] });
  });
  return found;
}
