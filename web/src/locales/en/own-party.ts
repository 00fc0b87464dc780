export const messages = {
  add: 'Put it on the map',
  choose: 'Your own organisation',
  fromMap: 'It is on the map already',
  keep: 'This is us',
  name: 'Name of your organisation',
  notOnMap: 'It is not on the map yet',
  sector: 'What you do',
  sectorWhy: 'So that likely suppliers, customers and competitors come first.',
  title: 'Your own organisation',
  why: 'Who “we” and “us” are, when Tutti asks who buys from us or supplies us. Changing it takes nothing back.',
}
