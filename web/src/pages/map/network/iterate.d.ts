declare module 'graphology-layout-forceatlas2/iterate.js' {
  import type { ForceAtlas2Settings } from 'graphology-layout-forceatlas2'

  /** One round of ForceAtlas2 over ten numbers a node (x, y, dx, dy, old dx, old dy, mass, convergence, size, fixed) and three a tie. */
  export default function iterate(settings: Required<ForceAtlas2Settings>, nodes: Float32Array, edges: Float32Array): void
}
