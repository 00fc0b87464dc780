import { MapPage } from './map.tsx'

/** Everybody as a table: the map with that view first. */
export function Component() {
  return <MapPage usual="table" />
}
