export const messages = {
  title: 'Platz im Netzwerk',
  untied: 'Noch verbindet sie keine Beziehung mit anderen.',
  tied_one: 'Mit einer anderen verbunden.',
  tied_other: 'Mit {{number}} anderen verbunden.',
  before: 'Am {{date}} waren es {{number}}.',
  piece_one: 'Sie hängt mit einer zusammen, direkt oder über andere.',
  piece_other: 'Sie hängt mit {{number}} zusammen, direkt oder über andere.',
  onlyWay_one: 'Ohne sie verlöre eine den Weg zu den übrigen.',
  onlyWay_other: 'Ohne sie verlören {{number}} den Weg zu den übrigen.',
  age: 'Ihr Platz im Ganzen wurde {{ago}} gelesen; seitdem hat sich die Karte geändert.',
}
