// Nodes with shapes, by signed distances: a program for each shape, so that no pixel reckons the others (all in one take
// four times as long where software draws). In: display data with `open` (1 where the node is expanded: a ring in it).

import type { Attributes } from "graphology-types";
import { NodeProgram, type NodeProgramType, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import { SHAPES, type Shape } from "../kinds";

const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
// Two triangles, written out for each node: software that draws takes 20 µs for each instance of an instanced call.
const CORNERS = [[-1, -1], [1, -1], [-1, 1], [1, -1], [1, 1], [-1, 1]] as const;
const UNIFORMS = ["u_sizeRatio", "u_correctionRatio", "u_matrix", "u_paper"] as const;

interface Form {
  readonly reach: string; // how far it goes from its middle, in radii
  readonly distance: string; // GLSL: the signed distance of `p` from its outline
  readonly whole?: string; // the same, without holes
}

const UP = "max(abs(p.x) * 0.8660254 + (p.y - 0.13) * 0.5, 0.13 - p.y) - 0.62";

/** Areas are about equal. */
const FORMS: Readonly<Record<Shape, Form>> = {
  disc: { reach: "1.0", distance: "length(p) - 1.0" },
  diamond: { reach: "1.22", distance: "(abs(p.x) + abs(p.y) - 1.22) * 0.7071" },
  square: { reach: "0.88", distance: "max(abs(p.x), abs(p.y)) - 0.88" },
  frame: { reach: "0.88", distance: "max(max(abs(p.x), abs(p.y)) - 0.88, 0.4 - max(abs(p.x), abs(p.y)))", whole: "max(abs(p.x), abs(p.y)) - 0.88" },
  hexagon: { reach: "1.1", distance: "max(abs(p.y), abs(p.x) * 0.8660254 + abs(p.y) * 0.5) - 0.94" },
  star: { reach: "1.3", distance: "star(p)" },
  up: { reach: "1.3", distance: UP },
  down: { reach: "1.3", distance: UP.replaceAll("p.y - 0.13", "-p.y - 0.13").replaceAll("0.13 - p.y", "0.13 + p.y") },
  cross: { reach: "1.0", distance: "min(max(abs(p.x) - 1.0, abs(p.y) - 0.34), max(abs(p.y) - 1.0, abs(p.x) - 0.34))" },
};

const STAR = /* glsl */ `
float star(vec2 p) {
  float part = 0.6283185;
  float angle = mod(atan(p.x, p.y) + part, 2.0 * part) - part;
  vec2 q = length(p) * vec2(cos(angle), abs(sin(angle)));
  vec2 tip = vec2(1.3, 0.0);
  vec2 side = normalize(0.58 * vec2(cos(part), sin(part)) - tip);
  return (q.x - tip.x) * side.y - (q.y - tip.y) * side.x;
}`;

const vertex = (form: Form): string => /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_open;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_at;
varying float v_size;
varying float v_open;
const float bias = 255.0 / 254.0;
void main() {
  float radius = 2.0 * a_size * u_correctionRatio / u_sizeRatio;
  v_size = a_size / u_sizeRatio;
  v_at = a_corner * (${form.reach} + 2.0 / v_size);
  gl_Position = vec4((u_matrix * vec3(a_position + v_at * radius, 1.0)).xy, 0.0, 1.0);
  v_open = a_open;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

const fragment = (form: Form): string => /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec2 v_at;
varying float v_size;
varying float v_open;
uniform vec3 u_paper;
${form.distance.startsWith("star") ? STAR : ""}
void main() {
  vec2 p = v_at;
  float d = ${form.distance};
  float whole = ${form.whole ?? "d"};
  #ifdef PICKING_MODE
  gl_FragColor = whole > 0.15 ? vec4(0.0) : v_color;
  #else
  // Pixels from the outline: inside the colour, then a rim of the ground's, a pixel and a half wide.
  float body = clamp(0.5 - d * v_size, 0.0, 1.0);
  float inside = clamp(2.0 - whole * v_size, 0.0, 1.0);
  float ring = v_open * clamp((0.09 - abs(d + 0.34)) * v_size + 0.5, 0.0, 1.0);
  gl_FragColor = vec4(mix(u_paper, v_color.rgb, body * (1.0 - ring)), 1.0) * inside;
  #endif
}`;

type Paper = () => readonly [number, number, number];

/** Make the programs, by shape; `paper` gives the ground's colour, which the rim around each node has. */
export function shapedPrograms(paper: Paper): Record<string, NodeProgramType> {
  return Object.fromEntries(SHAPES.map((shape) => [shape, shapedProgram(FORMS[shape], paper)]));
}

function shapedProgram(form: Form, paper: Paper) {
  return class ShapedProgram<N extends Attributes, E extends Attributes, G extends Attributes> extends NodeProgram<
    (typeof UNIFORMS)[number], N, E, G
  > {
    getDefinition() {
      return {
        VERTICES: 6,
        VERTEX_SHADER_SOURCE: vertex(form),
        FRAGMENT_SHADER_SOURCE: fragment(form),
        METHOD: TRIANGLES as 4,
        UNIFORMS,
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_open", size: 1, type: FLOAT },
          { name: "a_corner", size: 2, type: FLOAT },
        ],
      };
    }

    processVisibleItem(nodeIndex: number, start: number, data: NodeDisplayData): void {
      const colour = floatColor(data.color);
      const { open } = data as NodeDisplayData & { open: number };
      for (const [x, y] of CORNERS) {
        this.array.set([data.x, data.y, data.size, colour, nodeIndex, open, x, y], start);
        start += 8;
      }
    }

    setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
      gl.uniform1f(uniformLocations.u_sizeRatio as WebGLUniformLocation, params.sizeRatio);
      gl.uniform1f(uniformLocations.u_correctionRatio as WebGLUniformLocation, params.correctionRatio);
      gl.uniformMatrix3fv(uniformLocations.u_matrix as WebGLUniformLocation, false, params.matrix);
      gl.uniform3f(uniformLocations.u_paper as WebGLUniformLocation, ...(paper() as [number, number, number]));
    }
  };
}
