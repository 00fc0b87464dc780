/** GeoNames names some places in English only. Names people write, folded, and the name in the table. */
export const TOWN_SPELLINGS: Readonly<Record<string, string>> = {
  munchen: 'munich', nurnberg: 'nuremberg', wien: 'vienna', genf: 'geneva', geneve: 'geneva', bruxelles: 'brussels',
  brussel: 'brussels', antwerpen: 'antwerp', anvers: 'antwerp', luxemburg: 'luxembourg', letzebuerg: 'luxembourg', strassburg: 'strasbourg', roma: 'rome', rom: 'rome',
  milano: 'milan', mailand: 'milan', firenze: 'florence', florenz: 'florence', venezia: 'venice', venedig: 'venice', napoli: 'naples',
  neapel: 'naples', torino: 'turin', genova: 'genoa', genua: 'genoa', bozen: 'bolzano', meran: 'merano', brixen: 'bressanone',
  praha: 'prague', prag: 'prague', plzen: 'pilsen', brunn: 'brno', warszawa: 'warsaw', warschau: 'warsaw', krakau: 'krakow',
  breslau: 'wroclaw', kobenhavn: 'copenhagen', kopenhagen: 'copenhagen', 'den haag': 'the hague', 's gravenhage': 'the hague',
  lisboa: 'lisbon', lissabon: 'lisbon', moskau: 'moscow', bucuresti: 'bucharest', bukarest: 'bucharest',
  athen: 'athens', cologne: 'koln', goteborg: 'gothenburg', 'freiburg im breisgau': 'freiburg',
} // biome-ignore format: a list of names

/** The same for states, provinces and cantons. */
export const REGION_SPELLINGS: Readonly<Record<string, string>> = {
  bayern: 'bavaria', 'nordrhein westfalen': 'north rhine westphalia', niedersachsen: 'lower saxony', sachsen: 'saxony',
  'sachsen anhalt': 'saxony anhalt', thuringen: 'thuringia', hessen: 'hesse', berlin: 'state of berlin', 'rhineland palatinate': 'rheinland pfalz',
  wien: 'vienna', tirol: 'tyrol', steiermark: 'styria', oberosterreich: 'upper austria', niederosterreich: 'lower austria',
  karnten: 'carinthia', genf: 'geneva', geneve: 'geneva', waadt: 'vaud', wallis: 'valais', tessin: 'ticino', luzern: 'lucerne',
  graubunden: 'grisons', freiburg: 'fribourg', neuenburg: 'neuchatel', 'basel stadt': 'basel city',
} // biome-ignore format: a list of names
