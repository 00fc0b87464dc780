import type { LayerSpecification } from 'maplibre-gl'
import { HEAT_COLOURS, HEAT_PX } from './heat.ts'
import type { GroundInk } from './style.ts'

export const OVER_SOURCES = ['heat', 'flows', 'areas'] as const

const FONT = ['Inter Variable', 'sans-serif']

/** Drawn below the parties; empty as long as nobody asks for it. */
export function overLayers(ink: GroundInk): LayerSpecification[] {
  return [
    {
      id: 'heat',
      type: 'heatmap',
      source: 'heat',
      paint: {
        'heatmap-weight': ['get', 'weight'],
        'heatmap-radius': HEAT_PX,
        'heatmap-color': ['interpolate', ['linear'], ['heatmap-density'], ...HEAT_COLOURS.flat()] as never,
      },
    },
    {
      id: 'flows',
      type: 'line',
      source: 'flows',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round' },
      paint: { 'line-color': ['get', 'colour'], 'line-width': ['get', 'width'], 'line-opacity': 0.62 },
    },
    {
      id: 'flow-chosen',
      type: 'line',
      source: 'flows',
      filter: ['==', ['get', 'flow'], ''],
      layout: { 'line-cap': 'round' },
      paint: { 'line-color': ink.ink, 'line-width': ['+', ['get', 'width'], 2] },
    },
    {
      id: 'flow-arrows',
      type: 'symbol',
      source: 'flows',
      filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'icon-image': ['concat', 'arrow|', ['get', 'colour'], '|', ink.paper],
        'icon-size': ['interpolate', ['linear'], ['get', 'size'], 1, 0.32, 12, 0.75],
        'icon-rotate': ['get', 'turn'],
        'icon-rotation-alignment': 'map',
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
    },
    {
      id: 'areas',
      type: 'circle',
      source: 'areas',
      paint: {
        'circle-color': ink.cluster,
        'circle-radius': ['interpolate', ['linear'], ['sqrt', ['get', 'parties']], 1, 4, 40, 22],
        'circle-stroke-color': ink.paper,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'area-names',
      type: 'symbol',
      source: 'areas',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 12.5,
        'symbol-sort-key': ['-', 0, ['get', 'parties']],
        'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
        'text-radial-offset': 1.2,
        'text-optional': true,
      },
      paint: { 'text-color': ink.ink, 'text-halo-color': ink.paper, 'text-halo-width': 1.6 },
    },
  ]
}
