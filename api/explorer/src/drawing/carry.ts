// A crowd that moves. Where a machine draws it slowly, the last drawing is carried along with the camera, whole, and
// drawn anew now and then; at rest it is drawn as ever. In: moves of the camera. Out: drawings, and transforms between.

import type Sigma from "sigma";
import type { CameraState } from "sigma/types";

const CROWD = 400; // nodes; what is smaller is drawn in every frame
const QUICK = 45; // milliseconds from a drawing to the second frame after it: two frames and a third at 60 a second
const SHARE = 3; // for so many times as long as a drawing takes, it is carried
const REST = 90; // milliseconds without a move

export class Carrier {
  private from: CameraState; // where the camera stood for the last drawing
  private at = 0; // when that was
  private cost = 0; // how long it took
  private timing = false;
  private rest = 0;

  constructor(private readonly sigma: Sigma) {
    const camera = sigma.getCamera();
    this.from = camera.getState();
    camera.removeAllListeners("updated");
    camera.on("updated", () => this.moved());
    sigma.on("beforeRender", () => this.time());
    sigma.on("afterRender", () => this.drawn());
  }

  private moved(): void {
    clearTimeout(this.rest);
    if (this.sigma.getGraph().order <= CROWD || this.cost <= QUICK) {
      this.sigma.scheduleRender();
    } else if (performance.now() - this.at > this.cost * (SHARE + 1)) {
      this.sigma.scheduleRender();
    } else {
      this.carry();
      this.rest = window.setTimeout(() => this.sigma.scheduleRender(), REST);
    }
  }

  /** The second frame after a drawing comes when it is done, also where it is done by another process. */
  private time(): void {
    const start = performance.now();
    this.at = start;
    if (this.timing) return;
    this.timing = true;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      this.cost = performance.now() - start;
      this.timing = false;
    }));
  }

  private drawn(): void {
    this.from = this.sigma.getCamera().getState();
    this.transform("");
  }

  private carry(): void {
    const corner = this.sigma.viewportToFramedGraph({ x: 0, y: 0 }, { cameraState: this.from });
    const { x, y } = this.sigma.framedGraphToViewport(corner, { cameraState: this.sigma.getCamera().getState() });
    this.transform(`translate(${x}px, ${y}px) scale(${this.from.ratio / this.sigma.getCamera().ratio})`);
  }

  private transform(value: string): void {
    const { mouse, ...drawn } = this.sigma.getCanvases();
    for (const canvas of Object.values(drawn)) canvas.style.setProperty("transform", value);
    // What is dragged is not pointed at: to ask what stands under the pointer waits for all drawing to end.
    mouse?.style.setProperty("pointer-events", value && this.sigma.getMouseCaptor().isMouseDown ? "none" : "");
  }
}
