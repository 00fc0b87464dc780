export const messages = {
  title: 'Place in the network',
  untied: 'It has no tie yet that connects it to anybody.',
  tied_one: 'Tied to one other.',
  tied_other: 'Tied to {{number}} others.',
  before: 'On {{date}} it was {{number}}.',
  piece_one: 'It hangs together with one other, directly or over others.',
  piece_other: 'It hangs together with {{number}}, directly or over others.',
  onlyWay_one: 'Without it, one would lose its way to the rest.',
  onlyWay_other: 'Without it, {{number}} would lose their way to the rest.',
  age: 'Its place in the whole was read {{ago}}; the map has changed since.',
}
