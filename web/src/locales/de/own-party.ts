export const messages = {
  add: 'Auf die Karte setzen',
  choose: 'Ihre eigene Organisation',
  fromMap: 'Sie ist schon auf der Karte',
  keep: 'Das sind wir',
  name: 'Name Ihrer Organisation',
  notOnMap: 'Sie ist noch nicht auf der Karte',
  sector: 'Was Sie tun',
  sectorWhy: 'Damit wahrscheinliche Lieferanten, Kundschaft und Mitbewerber zuerst kommen.',
  title: 'Ihre eigene Organisation',
  why: 'Wer „wir“ und „uns“ sind, wenn Tutti fragt, wer bei uns kauft oder uns beliefert. Eine Änderung nimmt nichts zurück.',
}
