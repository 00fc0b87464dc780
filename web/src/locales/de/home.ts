export const messages = {
  state_one: 'Ihre Karte kennt {{number}} Organisation.',
  state_other: 'Ihre Karte kennt {{number}} Organisationen.',
  openMap: 'Karte öffnen',
}
