// Builds the pages into ../static: scripts, style sheets, HTML, all from this host. The SPARQL page is a bundle of its
// own, so that the first view of the explorer does not carry the query editor.
import { build } from "esbuild";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const out = new URL("../static/", import.meta.url).pathname;
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const common = { bundle: true, minify: true, target: "es2022", format: "esm", legalComments: "linked", outdir: out };
await build({ ...common, entryPoints: ["src/main.ts", "src/style.css"] });
await build({ ...common, entryPoints: ["src/sparql.ts", "src/sparql.css"], loader: { ".svg": "dataurl", ".woff2": "dataurl" } });
for (const name of ["index.html", "sparql.html", "icon.svg"]) await cp(`src/${name}`, `${out}${name}`);

// Each file stands beside its gzip, which the service sends to whoever takes it.
for (const name of await readdir(out)) {
  if (/\.(js|css|html|svg)$/.test(name)) await writeFile(`${out}${name}.gz`, gzipSync(await readFile(`${out}${name}`), { level: 9 }));
}
