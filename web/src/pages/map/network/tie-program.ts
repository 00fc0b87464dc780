import { EdgeProgram } from 'sigma/rendering'
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from 'sigma/types'
import { floatColor } from 'sigma/utils'

/** What a tie carries beside what sigma knows: dash lengths in pixels (0, 0 for a full line), sideways shift in pixels. */
export type TieLook = EdgeDisplayData & { dash: readonly [number, number]; shift: number }

const VERTEX = /* glsl */ `
attribute vec2 a_corner;
attribute vec2 a_start;
attribute vec2 a_end;
attribute vec4 a_color;
attribute vec2 a_dash;
attribute float a_width;
attribute float a_shift;
uniform mat3 u_matrix;
uniform vec2 u_half;
uniform float u_sizeRatio;
uniform float u_pixelRatio;
varying vec4 v_color;
varying vec4 v_line;
varying float v_half;

void main() {
  vec2 start = (u_matrix * vec3(a_start, 1)).xy * u_half;
  vec2 end = (u_matrix * vec3(a_end, 1)).xy * u_half;
  vec2 way = end - start;
  float far = max(length(way), 0.001);
  vec2 side = vec2(-way.y, way.x) / far;
  float width = max(a_width / u_sizeRatio, 0.75) * u_pixelRatio;
  v_half = width * 0.5 + 0.5;
  vec2 at = mix(start, end, a_corner.x) + side * (a_corner.y * v_half + a_shift * u_pixelRatio);
  gl_Position = vec4(at / u_half, 0, 1);
  v_line = vec4(a_corner.x * far / u_pixelRatio, a_corner.y * v_half, a_dash);
  v_color = vec4(a_color.rgb, 1.0) * a_color.a * 255.0 / 254.0;
}
`

const FRAGMENT = /* glsl */ `
precision mediump float;
varying vec4 v_color;
varying vec4 v_line;
varying float v_half;

void main() {
  if (v_line.w > 0.0 && mod(v_line.x, v_line.z + v_line.w) > v_line.z) discard;
  gl_FragColor = v_color * clamp(v_half - abs(v_line.y), 0.0, 1.0);
}
`

const UNIFORMS = ['u_matrix', 'u_half', 'u_sizeRatio', 'u_pixelRatio'] as const

/** A sigma program for ties: one four-cornered strip each, as wide as it is strong, dashed by type, side by side when a pair has several. */
export class TieProgram extends EdgeProgram<(typeof UNIFORMS)[number]> {
  override getDefinition() {
    const { UNSIGNED_BYTE, FLOAT, TRIANGLE_STRIP } = WebGLRenderingContext
    return {
      VERTICES: 4,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLE_STRIP,
      UNIFORMS,
      ATTRIBUTES: [
        { name: 'a_start', size: 2, type: FLOAT },
        { name: 'a_end', size: 2, type: FLOAT },
        { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: 'a_dash', size: 2, type: FLOAT },
        { name: 'a_width', size: 1, type: FLOAT },
        { name: 'a_shift', size: 1, type: FLOAT },
      ],
      CONSTANT_ATTRIBUTES: [{ name: 'a_corner', size: 2, type: FLOAT }],
      CONSTANT_DATA: [
        [0, -1],
        [0, 1],
        [1, -1],
        [1, 1],
      ],
    }
  }

  override processVisibleItem(_id: number, start: number, from: NodeDisplayData, to: NodeDisplayData, data: EdgeDisplayData) {
    const look = data as TieLook
    this.array[start] = from.x
    this.array[start + 1] = from.y
    this.array[start + 2] = to.x
    this.array[start + 3] = to.y
    this.array[start + 4] = floatColor(look.color)
    this.array[start + 5] = look.dash[0]
    this.array[start + 6] = look.dash[1]
    this.array[start + 7] = look.size
    this.array[start + 8] = look.shift
  }

  override setUniforms(params: RenderParams, { gl, uniformLocations }: Parameters<EdgeProgram['setUniforms']>[1]) {
    gl.uniformMatrix3fv(uniformLocations.u_matrix!, false, params.matrix)
    gl.uniform2f(uniformLocations.u_half!, (params.width * params.pixelRatio) / 2, (params.height * params.pixelRatio) / 2)
    gl.uniform1f(uniformLocations.u_sizeRatio!, params.sizeRatio)
    gl.uniform1f(uniformLocations.u_pixelRatio!, params.pixelRatio)
  }
}
