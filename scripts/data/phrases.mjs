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
  ...['no expiry', 'no expiration', 'no expiry date', 'never', 'never expires', 'does not expire', 'non expiring'],
  ...['indefinite', 'unlimited', 'permanent', 'lifetime', 'for life', 'valid for life', 'life long', 'lifelong'],
  ...['бессрочно', 'бессрочный', 'бессрочная', 'без срока', 'без ограничения срока', 'постоянно', 'пожизненно'],
  ...['không thời hạn', 'vô thời hạn', 'không xác định thời hạn', 'vĩnh viễn', 'không kỳ hạn'],
  ...['seumur hidup', 'berlaku seumur hidup', 'sepanjang hayat', 'tiada tarikh luput', 'tiada had', 'kekal'],
  ...[
    'ตลอดชีพ',
    'ตลอดชีวิต',
    'ไม่มีวันหมดอายุ',
    'ไม่หมดอายุ',
    '长期',
    '長期',
    '长期有效',
    '長期有效',
    '永久',
    '永久有效',
    '無限期',
    '无限期',
  ],
  ...[
    'мерзімсіз',
    'шектеусіз',
    'мөөнөтсүз',
    'muddatsiz',
    'muddatsiz',
    'муддатсиз',
    'бемуҳлат',
    'müddətsiz',
    'möhletsiz',
  ],
  ...['անժամկետ', 'бестэрмінова', 'nelimitat', 'nelimitată', 'vitalício', 'permanente', 'sem validade'],
  ...['គ្មានកំណត់', 'គ្មានថ្ងៃផុតកំណត់', 'walang expiration', 'walang katapusan', 'panghabambuhay'],
];

/** Names of countries beside those of CLDR: what documents and the vendors' contracts write. */
export const COUNTRIES = {
  BLR: ['Belorussia', 'Белоруссия'],
  CHN: ["People's Republic of China", '中华人民共和国', '中華人民共和國', 'Chinese'],
  HKG: ['Hong Kong', '香港'],
  IDN: ['WNI', 'Warga Negara Indonesia', 'Indonesian'],
  KAZ: ['РК', 'Qazaqstan', 'Kazakh', 'Kazakhstani'],
  KGZ: ['Kyrgyz Republic', 'Кыргызская Республика', 'Кыргызстан', 'Киргизстан', 'Киргизия', 'Kyrgyz'],
  KOR: ['Republic of Korea'],
  MAC: ['Macao', 'Macau', '澳门', '澳門'],
  MDA: ['Молдова', 'Молдавия'],
  MYS: ['Warganegara Malaysia', 'Warganegara', 'Malaysian'],
  PHL: ['Filipino', 'Filipina', 'Pilipino', 'Republika ng Pilipinas'],
  RUS: ['Russian Federation', 'Российская Федерация', 'РФ', 'Russian'],
  SGP: ['Singapore Citizen', 'Singaporean'],
  THA: ['Thai'],
  TJK: ['Таджикистан', 'Тоҷикистон'],
  TKM: ['Туркмения', 'Туркменистан'],
  TWN: ['Taiwan', 'Republic of China', '中華民國', '中华民国', 'Chinese Taipei'],
  UZB: ['Узбекистан', 'Ўзбекистон', 'Uzbek'],
  VNM: [
    'Viet Nam',
    'Socialist Republic of Vietnam',
    'Socialist Republic of Viet Nam',
    'Cộng hòa xã hội chủ nghĩa Việt Nam',
    'Vietnamese',
  ],
};
