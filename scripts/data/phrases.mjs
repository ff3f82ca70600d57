// What documents print and CLDR does not have. Each list is what the documents of the vendors' tables show.

/** Sex as documents print it, beside the words of CLDR. */
export const SEX = {
  M: [
    ...['M', 'М', 'MALE', 'МУЖ', 'МУЖСКОЙ', 'Laki-laki', 'ชาย', 'ប្រុស', 'ЕР', 'ЕРКЕК', 'ЭРКАК', 'ЭРКЕК', 'ERKAK'],
    ...['МУЖЧЫНСКІ', 'ԱՐԱԿԱՆ', 'masculin', 'masculino', '男性', 'МАРД', 'Мужчина'],
  ],
  F: [
    ...['F', 'Ж', 'FEMALE', 'ЖЕН', 'ЖЕНСКИЙ', 'Wanita', 'หญิง', 'ស្រី', 'АЁЛ', 'АЙОЛ', 'ЗАН', 'ЖАНОЧЫ', 'ԻԳԱԿԱՆ', 'aýal'],
    ...['feminin', 'feminino', '女性', 'Женщина'],
  ],
};

/** A date of expiry that says that there is none. */
export const NEVER = [
  ...[
    'no expiry',
    'no expiration',
    'no expiry date',
    'no expiration date',
    'never',
    'never expires',
    'does not expire',
  ],
  ...['non expiring', 'indefinite', 'indefinitely', 'unlimited', 'no limit', 'no time limit', 'permanent', 'lifetime'],
  ...['for life', 'valid for life', 'life long', 'lifelong', 'perpetual'],
  ...['бессрочно', 'бессрочный', 'бессрочная', 'бессрочное', 'действует бессрочно', 'без срока', 'без срока действия'],
  ...['без ограничения срока', 'без ограничения срока действия', 'не ограничен', 'не ограничено', 'срок не ограничен'],
  ...['срок действия не ограничен', 'постоянно', 'пожизненно'],
  ...[
    'không thời hạn',
    'không có thời hạn',
    'vô thời hạn',
    'không xác định thời hạn',
    'vĩnh viễn',
    'không kỳ hạn',
    'suốt đời',
  ],
  ...['seumur hidup', 'berlaku seumur hidup', 'selamanya', 'berlaku selamanya', 'tidak terbatas', 'selama hidup'],
  ...['sepanjang hayat', 'tiada tarikh luput', 'tiada had', 'tiada tempoh', 'kekal'],
  ...['ตลอดชีพ', 'ตลอดชีวิต', 'ไม่มีวันหมดอายุ', 'ไม่หมดอายุ', 'ไม่มีกำหนด'],
  ...['长期', '長期', '长期有效', '長期有效', '永久', '永久有效', '無限期', '无限期', '终身', '終身', '终身有效'],
  ...['мерзімсіз', 'шектеусіз', 'мерзімі шектелмеген', 'тұрақты', 'мөөнөтсүз', 'туруктуу', 'чектелбеген', 'чексиз'],
  ...['muddatsiz', 'муддатсиз', 'doimiy', 'доимий', 'cheklanmagan', 'чекланмаган', 'бемуҳлат', 'доимӣ', 'номаҳдуд'],
  ...['müddətsiz', 'daimi', 'möhletsiz', 'hemişelik', 'անժամկետ', 'մշտական', 'անսահմանափակ'],
  ...['бестэрмінова', 'бестэрміновы', 'без тэрміну', 'не абмежаваны', 'пажыццёва'],
  ...[
    'nelimitat',
    'nelimitată',
    'nedeterminat',
    'nedeterminată',
    'permanentă',
    'fără termen',
    'pe viață',
    'pe durată nedeterminată',
  ],
  ...[
    'vitalício',
    'vitalícia',
    'permanente',
    'sem validade',
    'sem prazo',
    'indeterminado',
    'indeterminada',
    'ilimitada',
  ],
  ...['គ្មានកំណត់', 'គ្មានថ្ងៃផុតកំណត់', 'អចិន្ត្រៃយ៍', 'គ្មានកាលកំណត់'],
  ...['walang expiration', 'walang katapusan', 'panghabambuhay', 'habambuhay', 'habang buhay', 'walang hanggan'],
];

/** Names of countries beside those of CLDR: what documents and the vendors' contracts write. */
export const COUNTRIES = {
  ARM: ['Հայաստանի Հանրապետություն'],
  BLR: ['Belorussia', 'Белоруссия'],
  CHN: ["People's Republic of China", '中华人民共和国', '中華人民共和國', 'Chinese', 'PRC', 'P.R. China'],
  COD: ['Democratic Republic of the Congo'],
  HKG: ['Hong Kong', '香港', 'Hong Kong SAR', '中國香港', '中国香港'],
  IDN: ['WNI', 'Warga Negara Indonesia', 'Indonesian'],
  KAZ: ['РК', 'Qazaqstan', 'Kazakh', 'Kazakhstani'],
  KGZ: ['Kyrgyz Republic', 'Кыргызская Республика', 'Кыргызстан', 'Киргизстан', 'Киргизия', 'Kyrgyz', 'Кыргыз'],
  KHM: ['ព្រះរាជាណាចក្រកម្ពុជា', 'Kampuchea'],
  KOR: ['Republic of Korea'],
  MAC: ['Macao', 'Macau', '澳门', '澳門'],
  MDA: ['Молдова', 'Молдавия'],
  MYS: ['Warganegara Malaysia', 'Warganegara', 'Malaysian'],
  PHL: ['Filipino', 'Filipina', 'Pilipino', 'Republika ng Pilipinas'],
  RUS: ['Russian Federation', 'Российская Федерация', 'РФ', 'Russian'],
  SGP: ['Singapore Citizen', 'Singaporean'],
  THA: ['Thai', 'ประเทศไทย', 'ราชอาณาจักรไทย', 'สัญชาติไทย'],
  TJK: ['Таджикистан', 'Тоҷикистон'],
  TKM: ['Туркмения', 'Туркменистан'],
  TWN: ['Taiwan', 'Republic of China', '中華民國', '中华民国', 'Chinese Taipei', '臺灣'],
  UZB: ['Узбекистан', 'Ўзбекистон', 'Uzbek'],
  VAT: ['Holy See'],
  VNM: [
    'Viet Nam',
    'Socialist Republic of Vietnam',
    'Socialist Republic of Viet Nam',
    'Cộng hòa xã hội chủ nghĩa Việt Nam',
    'CHXHCN Việt Nam',
    'Vietnamese',
  ],
};
