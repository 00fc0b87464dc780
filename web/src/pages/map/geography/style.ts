import type { FeatureCollection } from 'geojson'
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'

import { OVER_SOURCES, overLayers } from './over-layers.ts'

export type Tiles = { url: string; attribution: string } | null
export type GroundInk = {
  sea: string
  land: string
  border: string
  ink: string
  quiet: string
  paper: string
  accent: string
  cluster: string
  flow: string
}

export const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] }
const FONT = ['Inter Variable', 'sans-serif']

export const INK: Record<'light' | 'dark', GroundInk> = {
  light: {
    sea: '#E9EEF0',
    land: '#FBF9F5',
    border: '#C9C3B5',
    ink: '#1F2421',
    quiet: '#59605B',
    paper: '#FBF9F5',
    accent: '#1E6B52',
    cluster: '#1E6B52',
    flow: '#005F96',
  },
  dark: {
    sea: '#10161A',
    land: '#1A1E1B',
    border: '#434A44',
    ink: '#ECEAE4',
    quiet: '#A9AEA8',
    paper: '#151816',
    accent: '#5CC09C',
    cluster: '#2A8467',
    flow: '#5CA9DB',
  },
}

/** The whole map as MapLibre draws it: tiles where a server is set, else the outline of countries, and our own layers above. No fonts are fetched. */
export function styleOf(ink: GroundInk, tiles: Tiles): StyleSpecification {
  const own = (data: FeatureCollection = NOTHING): SourceSpecification => ({ type: 'geojson', data })
  const sources: Record<string, SourceSpecification> = {
    land: own(),
    towns: own(),
    lines: own(),
    // apart from the others, so that who is chosen is seen in a cluster too
    chosen: own(),
    area: own(),
    ...Object.fromEntries(OVER_SOURCES.map((name) => [name, own()])),
    parties: { type: 'geojson', data: NOTHING, promoteId: 'party', cluster: true, clusterRadius: 42, clusterMaxZoom: 13 },
  }
  if (tiles) sources.tiles = { type: 'raster', tiles: [tiles.url], tileSize: 256, attribution: tiles.attribution }
  return {
    version: 8,
    sources,
    layers: [...groundLayers(ink, tiles), ...overLayers(ink), ...areaLayers(ink), ...partyLayers(ink), chosenLayer(ink)],
  }
}

function groundLayers(ink: GroundInk, tiles: Tiles): LayerSpecification[] {
  // without a shore it is no sea: it becomes one when the land is there
  const sea: LayerSpecification = {
    id: 'sea',
    type: 'background',
    paint: { 'background-color': ink.land, 'background-color-transition': { duration: 0, delay: 0 } },
  }
  if (tiles) return [sea, { id: 'tiles', type: 'raster', source: 'tiles' }]
  return [
    sea,
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': ink.land } },
    { id: 'borders', type: 'line', source: 'land', paint: { 'line-color': ink.border, 'line-width': 1 } },
    {
      id: 'towns',
      type: 'symbol',
      source: 'towns',
      minzoom: 7,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 13,
        'text-letter-spacing': 0.04,
        'symbol-sort-key': ['-', 0, ['get', 'count']],
        'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
        'text-radial-offset': 1.6,
      },
      paint: { 'text-color': ink.quiet, 'text-halo-color': ink.land, 'text-halo-width': 1.5 },
    },
  ]
}

function areaLayers(ink: GroundInk): LayerSpecification[] {
  return [
    {
      id: 'area-fill',
      type: 'fill',
      source: 'area',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': ink.accent, 'fill-opacity': 0.1 },
    },
    { id: 'area-line', type: 'line', source: 'area', paint: { 'line-color': ink.accent, 'line-width': 2, 'line-dasharray': [3, 2] } },
    {
      id: 'area-corners',
      type: 'circle',
      source: 'area',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: { 'circle-radius': 4, 'circle-color': ink.paper, 'circle-stroke-color': ink.accent, 'circle-stroke-width': 2 },
    },
  ]
}

function partyLayers(ink: GroundInk): LayerSpecification[] {
  const single: ['!', ['has', string]] = ['!', ['has', 'point_count']]
  return [
    { id: 'lines', type: 'line', source: 'lines', paint: { 'line-color': ['get', 'colour'], 'line-width': 2, 'line-opacity': 0.8 } },
    {
      id: 'clusters',
      type: 'circle',
      source: 'parties',
      filter: ['has', 'point_count'],
      paint: {
        'circle-color': ink.cluster,
        'circle-opacity': 0.9,
        'circle-radius': ['interpolate', ['linear'], ['sqrt', ['get', 'point_count']], 1, 12, 10, 22, 40, 40],
        'circle-stroke-color': ink.paper,
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: 'cluster-counts',
      type: 'symbol',
      source: 'parties',
      filter: ['has', 'point_count'],
      layout: { 'text-field': ['get', 'point_count_abbreviated'], 'text-font': FONT, 'text-size': 13, 'text-allow-overlap': true },
      paint: { 'text-color': '#FFFFFF' },
    },
    {
      id: 'chosen',
      type: 'circle',
      source: 'chosen',
      paint: {
        'circle-radius': 16,
        'circle-color': ink.accent,
        'circle-opacity': 0.18,
        'circle-stroke-color': ink.accent,
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: 'parties',
      type: 'symbol',
      source: 'parties',
      filter: single,
      layout: {
        'icon-image': ['get', 'icon'],
        'icon-size': ['interpolate', ['linear'], ['get', 'size'], 3, 0.4, 18, 0.8],
        'icon-allow-overlap': true,
        'text-field': ['step', ['zoom'], '', 11, ['get', 'name']],
        'text-font': FONT,
        'text-size': 12,
        'text-optional': true,
        'text-variable-anchor': ['left', 'right'],
        'text-radial-offset': 0.9,
        'text-max-width': 14,
      },
      paint: {
        'text-color': ink.ink,
        'text-halo-color': ink.paper,
        'text-halo-width': 1.5,
        // the chosen one has a name of its own, which is seen in a cluster too
        'text-opacity': ['case', ['boolean', ['feature-state', 'chosen'], false], 0, 1],
      },
    },
  ]
}

function chosenLayer(ink: GroundInk): LayerSpecification {
  return {
    id: 'chosen-party',
    type: 'symbol',
    source: 'chosen',
    layout: {
      'icon-image': ['get', 'icon'],
      'icon-size': 0.8,
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': 13,
      'text-allow-overlap': true,
      'text-anchor': 'top',
      'text-offset': [0, 1.4],
      'text-max-width': 14,
    },
    paint: { 'text-color': ink.ink, 'text-halo-color': ink.paper, 'text-halo-width': 2 },
  }
}
