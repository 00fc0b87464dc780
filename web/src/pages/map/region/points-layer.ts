import type { Shape } from '../../../ui/kinds.ts'
import { ATLAS_SHAPES, CELL, REACH, shapeAtlas } from '../network/shape-atlas.ts'
import type { RegionModel } from './model.ts'

/** From the picture's units to those of WebGL. */
export type Transform = { scaleX: number; scaleY: number; moveX: number; moveY: number }
/** Who is drawn: consecutive places. */
export type Stretch = { first: number; count: number }
export type PointLook = { colours: readonly string[]; shapes: readonly Shape[]; other: string }

/** More kinds than a byte names there cannot be; the last stands for none. */
const KINDS = 256
/** Who has so many ties is drawn largest. */
const TIES_LARGEST = 60

const POINT_VERTEX = /* glsl */ `#version 300 es
in vec2 a_position;
in float a_ties;
in float a_kind;
in float a_shown;
uniform vec4 u_transform;
uniform vec2 u_pixels;
uniform sampler2D u_looks;
out vec4 v_color;
out float v_shape;
out float v_pixels;
void main() {
  vec4 look = texelFetch(u_looks, ivec2(int(a_kind), 0), 0);
  float size = mix(u_pixels.x, u_pixels.y, sqrt(min(a_ties, ${TIES_LARGEST}.0) / ${TIES_LARGEST}.0));
  gl_Position = vec4(a_position * u_transform.xy + u_transform.zw, 0.0, 1.0);
  gl_PointSize = size * ${REACH.toFixed(2)};
  v_pixels = size * 0.5;
  v_shape = look.a * 255.0;
  v_color = vec4(look.rgb, a_shown > 0.5 ? 1.0 : 0.12);
}
`

const POINT_FRAGMENT = /* glsl */ `#version 300 es
precision mediump float;
in vec4 v_color;
in float v_shape;
in float v_pixels;
uniform sampler2D u_atlas;
out vec4 color;
void main() {
  float far;
  if (v_pixels < 2.5) {
    far = (length(gl_PointCoord - 0.5) * 2.0 * ${REACH.toFixed(2)} - 1.0) * v_pixels;
  } else {
    vec2 texel = vec2((v_shape + gl_PointCoord.x) / ${ATLAS_SHAPES.length}.0, gl_PointCoord.y);
    far = (texture(u_atlas, texel).r * 255.0 - 128.0) / 127.0 * ${REACH.toFixed(2)} * v_pixels;
  }
  float inside = clamp(0.5 - far, 0.0, 1.0) * v_color.a;
  if (inside < 0.01) discard;
  color = vec4(v_color.rgb * inside, inside);
}
`

const LINE_VERTEX = /* glsl */ `#version 300 es
in vec2 a_position;
uniform vec4 u_transform;
void main() {
  gl_Position = vec4(a_position * u_transform.xy + u_transform.zw, 0.0, 1.0);
}
`

const LINE_FRAGMENT = /* glsl */ `#version 300 es
precision mediump float;
uniform vec4 u_color;
out vec4 color;
void main() {
  color = vec4(u_color.rgb * u_color.a, u_color.a);
}
`

export type PointsLayer = ReturnType<typeof pointsLayer>

/** Parties as points and their ties as lines, straight from columns of numbers: no object for any of them. */
// long because the two programs share one context
export function pointsLayer(canvas: HTMLCanvasElement) {
  const gl = canvas.getContext('webgl2', { antialias: false, alpha: true, premultipliedAlpha: true })
  if (!gl) throw new Error('This browser has no WebGL 2.')
  const points = program(gl, POINT_VERTEX, POINT_FRAGMENT)
  const lines = program(gl, LINE_VERTEX, LINE_FRAGMENT)
  const buffers = { position: gl.createBuffer(), ties: gl.createBuffer(), kind: gl.createBuffer(), shown: gl.createBuffer() }
  const lineBuffer = gl.createBuffer()
  const looks = texture(gl, gl.NEAREST)
  const atlas = texture(gl, gl.LINEAR)
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, CELL * ATLAS_SHAPES.length, CELL, 0, gl.RED, gl.UNSIGNED_BYTE, shapeAtlas())
  gl.enable(gl.BLEND)
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
  let lineCount = 0
  const fill = (buffer: WebGLBuffer | null, data: ArrayBufferView<ArrayBuffer>) => {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW)
  }
  const attribute = (of: WebGLProgram, name: string, buffer: WebGLBuffer | null, size: number, type: number) => {
    const place = gl.getAttribLocation(of, name)
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
    gl.enableVertexAttribArray(place)
    gl.vertexAttribPointer(place, size, type, false, 0, 0)
  }

  return {
    gl,
    /** Takes the points over; `shown` says by party whether the filter finds it. */
    load({ positions, ties, kind }: RegionModel, shown: Uint8Array<ArrayBuffer>): void {
      fill(buffers.position, positions as Float32Array<ArrayBuffer>)
      fill(buffers.ties, ties as Uint16Array<ArrayBuffer>)
      fill(buffers.kind, kind as Uint8Array<ArrayBuffer>)
      fill(buffers.shown, shown)
    },
    /** How the kinds look; whoever has none, or one beyond, looks like the other. */
    dress({ colours, shapes, other }: PointLook): void {
      const texels = new Uint8Array(KINDS * 4)
      for (let kind = 0; kind < KINDS; kind++) {
        texels.set(rgb(colours[kind] ?? other), kind * 4)
        texels[kind * 4 + 3] = Math.max(0, ATLAS_SHAPES.indexOf(shapes[kind] ?? 'circle'))
      }
      gl.bindTexture(gl.TEXTURE_2D, looks)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, KINDS, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels)
    },
    /** Takes lines over: x and y of both ends of each. */
    draw(ends: Float32Array<ArrayBuffer>): void {
      fill(lineBuffer, ends)
      lineCount = ends.length / 2
    },
    paint(
      transform: Transform,
      stretches: readonly Stretch[],
      pixels: { smallest: number; largest: number },
      line: { colour: string; alpha: number },
    ): void {
      const { scaleX, scaleY, moveX, moveY } = transform
      gl.viewport(0, 0, canvas.width, canvas.height)
      gl.clearColor(0, 0, 0, 0)
      gl.clear(gl.COLOR_BUFFER_BIT)
      if (lineCount > 0) {
        activate(gl, lines)
        attribute(lines, 'a_position', lineBuffer, 2, gl.FLOAT)
        gl.uniform4f(gl.getUniformLocation(lines, 'u_transform'), scaleX, scaleY, moveX, moveY)
        const [red, green, blue] = rgb(line.colour).map((part) => part / 255) as [number, number, number]
        gl.uniform4f(gl.getUniformLocation(lines, 'u_color'), red, green, blue, line.alpha)
        gl.drawArrays(gl.LINES, 0, lineCount)
      }
      activate(gl, points)
      attribute(points, 'a_position', buffers.position, 2, gl.FLOAT)
      attribute(points, 'a_ties', buffers.ties, 1, gl.UNSIGNED_SHORT)
      attribute(points, 'a_kind', buffers.kind, 1, gl.UNSIGNED_BYTE)
      attribute(points, 'a_shown', buffers.shown, 1, gl.UNSIGNED_BYTE)
      gl.uniform4f(gl.getUniformLocation(points, 'u_transform'), scaleX, scaleY, moveX, moveY)
      const ratio = window.devicePixelRatio || 1
      gl.uniform2f(gl.getUniformLocation(points, 'u_pixels'), pixels.smallest * ratio, pixels.largest * ratio)
      bind(gl, points, 'u_looks', looks, 0)
      bind(gl, points, 'u_atlas', atlas, 1)
      for (const { first, count } of stretches) gl.drawArrays(gl.POINTS, first, count)
      gl.activeTexture(gl.TEXTURE0)
    },
    kill: () => gl.getExtension('WEBGL_lose_context')?.loseContext(),
  }
}

function program(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const made = gl.createProgram()
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type)!
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(made, shader)
  }
  gl.linkProgram(made)
  if (!gl.getProgramParameter(made, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(made) ?? 'The points cannot be drawn.')
  return made
}

function activate(gl: WebGL2RenderingContext, made: WebGLProgram): void {
  // biome-ignore lint/correctness/useHookAtTopLevel: WebGL’s, and no hook
  gl.useProgram(made)
}

function texture(gl: WebGL2RenderingContext, filter: number): WebGLTexture {
  const made = gl.createTexture()
  gl.bindTexture(gl.TEXTURE_2D, made)
  for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE)
  for (const size of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, size, filter)
  return made
}

function bind(gl: WebGL2RenderingContext, of: WebGLProgram, name: string, bound: WebGLTexture, unit: number): void {
  gl.activeTexture(gl.TEXTURE0 + unit)
  gl.bindTexture(gl.TEXTURE_2D, bound)
  gl.uniform1i(gl.getUniformLocation(of, name), unit)
}

function rgb(hex: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
}
