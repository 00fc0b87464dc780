import { AbstractNodeProgram, NodeProgram } from 'sigma/rendering'
import type { NodeDisplayData, RenderParams } from 'sigma/types'
import { floatColor } from 'sigma/utils'
import type { Shape } from '../../../ui/kinds.ts'
import { ATLAS_SHAPES, CELL, REACH, shapeAtlas } from './shape-atlas.ts'

/** What a node carries beside what sigma knows. `ring` is the colour of its second kind, or of its edge. */
export type NodeLook = NodeDisplayData & { shape: Shape; ring: string }

const VERTEX = /* glsl */ `
attribute vec2 a_corner;
attribute vec4 a_color;
attribute vec4 a_ring;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
uniform float u_pixelRatio;
varying vec4 v_color;
varying vec4 v_ring;
varying vec2 v_texel;
varying float v_pixels;
const float bias = 255.0 / 254.0;
const float reach = ${REACH};

void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  gl_Position = vec4((u_matrix * vec3(a_position + a_corner * radius * reach, 1)).xy, 0, 1);
  v_texel = vec2((a_shape + a_corner.x * 0.5 + 0.5) / ${ATLAS_SHAPES.length}.0, 0.5 - a_corner.y * 0.5);
  v_pixels = a_size / u_sizeRatio * u_pixelRatio;
  v_color = vec4(a_color.rgb, a_color.a * bias);
  v_ring = vec4(a_ring.rgb, a_ring.a * bias);
}
`

const FRAGMENT = /* glsl */ `
precision mediump float;
varying vec4 v_color;
varying vec4 v_ring;
varying vec2 v_texel;
varying float v_pixels;
uniform sampler2D u_atlas;

void main() {
  float far = (texture2D(u_atlas, v_texel).r * 255.0 - 128.0) / 127.0 * ${REACH} * v_pixels;
  if (far > 1.0) discard;
  float inside = clamp(0.5 - far, 0.0, 1.0);
  float ring = clamp(far + max(1.0, v_pixels * 0.16) + 0.5, 0.0, 1.0);
  vec4 color = mix(v_color, v_ring, ring);
  gl_FragColor = vec4(color.rgb, 1.0) * color.a * inside;
}
`

const UNIFORMS = ['u_matrix', 'u_sizeRatio', 'u_correctionRatio', 'u_pixelRatio', 'u_atlas'] as const
const SHAPE_NUMBER = new Map(ATLAS_SHAPES.map((shape, number) => [shape, number]))

/** Sigma asks for a program for the party under the pointer; ours is drawn on the overlay. */
export class NoProgram extends AbstractNodeProgram {
  drawLabel = undefined
  drawHover = undefined
  reallocate() {}
  process() {}
  render() {}
  kill() {}
}

/** A sigma program that draws any shape of the atlas, with a ring. Who is under the pointer is found without it. */
export class ShapeProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
  // sigma would draw every node once more to know who is under the pointer: the scene knows that from its grid
  override pickProgram = null
  private textures = new Map<WebGLRenderingContext | WebGL2RenderingContext, WebGLTexture>()

  override getDefinition() {
    const { UNSIGNED_BYTE, FLOAT, TRIANGLE_STRIP } = WebGLRenderingContext
    return {
      VERTICES: 4,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLE_STRIP,
      UNIFORMS,
      ATTRIBUTES: [
        { name: 'a_position', size: 2, type: FLOAT },
        { name: 'a_size', size: 1, type: FLOAT },
        { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: 'a_ring', size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: 'a_shape', size: 1, type: FLOAT },
      ],
      CONSTANT_ATTRIBUTES: [{ name: 'a_corner', size: 2, type: FLOAT }],
      CONSTANT_DATA: [
        [-1, -1],
        [1, -1],
        [-1, 1],
        [1, 1],
      ],
    }
  }

  override processVisibleItem(_id: number, start: number, data: NodeDisplayData) {
    const look = data as NodeLook
    this.array[start] = look.x
    this.array[start + 1] = look.y
    this.array[start + 2] = look.size
    this.array[start + 3] = floatColor(look.color)
    this.array[start + 4] = floatColor(look.ring)
    this.array[start + 5] = SHAPE_NUMBER.get(look.shape) ?? 0
  }

  override setUniforms(params: RenderParams, { gl, uniformLocations }: Parameters<NodeProgram['setUniforms']>[1]) {
    gl.activeTexture(gl.TEXTURE0)
    gl.bindTexture(gl.TEXTURE_2D, this.texture(gl))
    gl.uniform1i(uniformLocations.u_atlas!, 0)
    gl.uniformMatrix3fv(uniformLocations.u_matrix!, false, params.matrix)
    gl.uniform1f(uniformLocations.u_sizeRatio!, params.sizeRatio)
    gl.uniform1f(uniformLocations.u_correctionRatio!, params.correctionRatio)
    gl.uniform1f(uniformLocations.u_pixelRatio!, params.pixelRatio)
  }

  override kill() {
    for (const [gl, texture] of this.textures) gl.deleteTexture(texture)
    super.kill()
  }

  private texture(gl: WebGLRenderingContext | WebGL2RenderingContext): WebGLTexture {
    const known = this.textures.get(gl)
    if (known) return known
    const texture = gl.createTexture()
    this.textures.set(gl, texture)
    gl.bindTexture(gl.TEXTURE_2D, texture)
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
    const { LUMINANCE, UNSIGNED_BYTE } = gl
    gl.texImage2D(gl.TEXTURE_2D, 0, LUMINANCE, CELL * ATLAS_SHAPES.length, CELL, 0, LUMINANCE, UNSIGNED_BYTE, shapeAtlas())
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE)
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.LINEAR)
    return texture
  }
}
