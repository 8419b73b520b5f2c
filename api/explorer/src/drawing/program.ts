// Nodes with shapes: one WebGL program that draws every shape by its signed distance, in one call.
// In: display data with `shape` (a place in SHAPES) and `open` (1 where the node is expanded: a ring inside it).

import type { Attributes } from "graphology-types";
import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
const UNIFORMS = ["u_sizeRatio", "u_correctionRatio", "u_matrix", "u_paper"] as const;

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_at;
varying float v_pixel;
varying float v_shape;
const float bias = 255.0 / 254.0;
void main() {
  float radius = 2.0 * a_size * u_correctionRatio / u_sizeRatio;
  vec2 at = a_corner * 1.5;
  gl_Position = vec4((u_matrix * vec3(a_position + at * radius, 1.0)).xy, 0.0, 1.0);
  v_at = at;
  v_pixel = u_sizeRatio / a_size;
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

// The order of the shapes is that of SHAPES in kinds.ts; areas are about equal.
const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec2 v_at;
varying float v_pixel;
varying float v_shape;
uniform vec3 u_paper;
float box(vec2 p, float half_side) { vec2 d = abs(p) - half_side; return max(d.x, d.y); }
float triangle(vec2 p) {
  const float k = 1.7320508;
  p.y -= 0.13;
  return max(abs(p.x) * 0.8660254 + p.y * 0.5, -p.y) - 0.62;
}
float star(vec2 p) {
  float angle = atan(p.x, p.y);
  float part = 0.6283185;
  angle = mod(angle + part, 2.0 * part) - part;
  vec2 q = length(p) * vec2(cos(angle), abs(sin(angle)));
  vec2 tip = vec2(1.3, 0.0);
  vec2 dent = 0.58 * vec2(cos(part), sin(part));
  vec2 side = normalize(dent - tip);
  return (q.x - tip.x) * -side.y * -1.0 + (q.y - tip.y) * -side.x;
}
float cross_(vec2 p) { vec2 q = abs(p); return min(max(q.x - 1.0, q.y - 0.34), max(q.y - 1.0, q.x - 0.34)); }
float distance_to(vec2 p, float shape) {
  if (shape < 0.5) return length(p) - 1.0;
  if (shape < 1.5) return (abs(p.x) + abs(p.y) - 1.22) * 0.7071;
  if (shape < 2.5) return box(p, 0.88);
  if (shape < 3.5) return max(box(p, 0.88), -box(p, 0.4));
  if (shape < 4.5) { vec2 q = abs(p); return max(q.y, q.x * 0.8660254 + q.y * 0.5) - 0.94; }
  if (shape < 5.5) return star(p);
  if (shape < 6.5) return triangle(vec2(p.x, p.y));
  if (shape < 7.5) return triangle(vec2(p.x, -p.y));
  return cross_(p);
}
void main() {
  float open = step(15.5, v_shape);
  float d = distance_to(v_at, v_shape - 16.0 * open);
  #ifdef PICKING_MODE
  gl_FragColor = d > 0.15 ? vec4(0.0) : v_color;
  #else
  float rim = 1.5 * v_pixel;
  // A frame hides what lies behind its hole.
  float whole = v_shape - 16.0 * open > 2.5 && v_shape - 16.0 * open < 3.5 ? box(v_at, 0.88) : d;
  float inside = 1.0 - smoothstep(-v_pixel, 0.0, whole - rim);
  float body = 1.0 - smoothstep(-v_pixel, 0.0, d);
  float ring = open * (1.0 - smoothstep(0.0, v_pixel, abs(d + 0.34) - 0.09));
  vec3 shade = mix(u_paper, v_color.rgb, body * (1.0 - ring));
  gl_FragColor = vec4(shade, 1.0) * inside;
  #endif
}`;

export interface ShapedData extends NodeDisplayData {
  shape: number;
  open: number;
}

/** Make the program; `paper` gives the ground's colour, which the rim around each node has. */
export function shapedProgram(paper: () => readonly [number, number, number]) {
  return class ShapedProgram<N extends Attributes, E extends Attributes, G extends Attributes> extends NodeProgram<
    (typeof UNIFORMS)[number], N, E, G
  > {
    getDefinition() {
      return {
        VERTICES: 6,
        VERTEX_SHADER_SOURCE: VERTEX,
        FRAGMENT_SHADER_SOURCE: FRAGMENT,
        METHOD: TRIANGLES as 4,
        UNIFORMS,
        ATTRIBUTES: [
          { name: "a_position", size: 2, type: FLOAT },
          { name: "a_size", size: 1, type: FLOAT },
          { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
          { name: "a_shape", size: 1, type: FLOAT },
        ],
        CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
        CONSTANT_DATA: [[-1, -1], [1, -1], [-1, 1], [1, -1], [1, 1], [-1, 1]],
      };
    }

    processVisibleItem(nodeIndex: number, start: number, data: NodeDisplayData): void {
      const shaped = data as ShapedData;
      this.array[start++] = data.x;
      this.array[start++] = data.y;
      this.array[start++] = data.size;
      this.array[start++] = floatColor(data.color);
      this.array[start++] = nodeIndex;
      this.array[start++] = shaped.shape + 16 * shaped.open;
    }

    setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
      gl.uniform1f(uniformLocations.u_sizeRatio as WebGLUniformLocation, params.sizeRatio);
      gl.uniform1f(uniformLocations.u_correctionRatio as WebGLUniformLocation, params.correctionRatio);
      gl.uniformMatrix3fv(uniformLocations.u_matrix as WebGLUniformLocation, false, params.matrix);
      gl.uniform3f(uniformLocations.u_paper as WebGLUniformLocation, ...(paper() as [number, number, number]));
    }
  };
}
