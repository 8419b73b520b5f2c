// Builds the page into ../static: one script, one style sheet, one HTML file, all from this host.
import { build } from "esbuild";
import { cp, mkdir, rm } from "node:fs/promises";

const out = new URL("../static/", import.meta.url).pathname;
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  entryPoints: ["src/main.ts", "src/style.css"],
  outdir: out,
  bundle: true,
  minify: true,
  target: "es2022",
  format: "esm",
  legalComments: "linked",
});
await cp("src/index.html", `${out}index.html`);
