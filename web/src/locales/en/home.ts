export const messages = {
  state_one: 'Your map knows {{number}} organisation.',
  state_other: 'Your map knows {{number}} organisations.',
  openMap: 'Open the map',
}
