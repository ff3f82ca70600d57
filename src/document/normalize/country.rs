//! Countries as printed or coded, made into ISO 3166-1 alpha-3.

use super::letters::{agreed, words_of};
use super::words::COUNTRIES;

/// ISO 3166-1: alpha-3 and alpha-2 of every country, five letters each, in the order of alpha-3.
const CODES: &str = "ABWAWAFGAFAGOAOAIAAIALAAXALBALANDADAREAEARGARARMAMASMASATAAQATFTFATGAGAUSAUAUTATAZEAZBDIBIBELBEBENBJBESBQBFABF\
    BGDBDBGRBGBHRBHBHSBSBIHBABLMBLBLRBYBLZBZBMUBMBOLBOBRABRBRBBBBRNBNBTNBTBVTBVBWABWCAFCFCANCACCKCCCHECHCHLCLCHNCN\
    CIVCICMRCMCODCDCOGCGCOKCKCOLCOCOMKMCPVCVCRICRCUBCUCUWCWCXRCXCYMKYCYPCYCZECZDEUDEDJIDJDMADMDNKDKDOMDODZADZECUEC\
    EGYEGERIERESHEHESPESESTEEETHETFINFIFJIFJFLKFKFRAFRFROFOFSMFMGABGAGBRGBGEOGEGGYGGGHAGHGIBGIGINGNGLPGPGMBGMGNBGW\
    GNQGQGRCGRGRDGDGRLGLGTMGTGUFGFGUMGUGUYGYHKGHKHMDHMHNDHNHRVHRHTIHTHUNHUIDNIDIMNIMINDINIOTIOIRLIEIRNIRIRQIQISLIS\
    ISRILITAITJAMJMJEYJEJORJOJPNJPKAZKZKENKEKGZKGKHMKHKIRKIKNAKNKORKRKWTKWLAOLALBNLBLBRLRLBYLYLCALCLIELILKALKLSOLS\
    LTULTLUXLULVALVMACMOMAFMFMARMAMCOMCMDAMDMDGMGMDVMVMEXMXMHLMHMKDMKMLIMLMLTMTMMRMMMNEMEMNGMNMNPMPMOZMZMRTMRMSRMS\
    MTQMQMUSMUMWIMWMYSMYMYTYTNAMNANCLNCNERNENFKNFNGANGNICNINIUNUNLDNLNORNONPLNPNRUNRNZLNZOMNOMPAKPKPANPAPCNPNPERPE\
    PHLPHPLWPWPNGPGPOLPLPRIPRPRKKPPRTPTPRYPYPSEPSPYFPFQATQAREUREROURORUSRURWARWSAUSASDNSDSENSNSGPSGSGSGSSHNSHSJMSJ\
    SLBSBSLESLSLVSVSMRSMSOMSOSPMPMSRBRSSSDSSSTPSTSURSRSVKSKSVNSISWESESWZSZSXMSXSYCSCSYRSYTCATCTCDTDTGOTGTHATHTJKTJ\
    TKLTKTKMTMTLSTLTONTOTTOTTTUNTNTURTRTUVTVTWNTWTZATZUGAUGUKRUAUMIUMURYUYUSAUSUZBUZVATVAVCTVCVENVEVGBVGVIRVIVNMVN\
    VUTVUWLFWFWSMWSYEMYEZAFZAZMBZMZWEZW";

/// Codes of ICAO Doc 9303 part 3, section 5, that ISO 3166-1 does not have. They stay as they are.
const ICAO_ONLY: &str = "EUEGBDGBNGBOGBPGBSIAORKSUNAUNKUNOUTOXAAXBAXCCXCEXCOXDCXECXIMXMPXOMXPOXXAXXBXXCXXX";

/// Words that say nothing: names are looked up without them.
const SMALL_WORDS: [&str; 3] = ["OF", "THE", "AND"];

/// Words of a state's full name that are not a part of its short one.
const STATE_WORDS: [&str; 26] = [
    "REPUBLIC",
    "KINGDOM",
    "ISLAMIC",
    "FEDERAL",
    "STATE",
    "PRINCIPALITY",
    "COMMONWEALTH",
    "SOCIALIST",
    "UNION",
    "INDEPENDENT",
    "BOLIVARIAN",
    "PLURINATIONAL",
    "PEOPLES",
    "FEDERATIVE",
    "UNITED",
    "ARAB",
    "REPUBLICA",
    "REPUBLIK",
    "РЕСПУБЛИКА",
    "РЕСПУБЛИКИ",
    "РЕСПУБЛИКАСЫ",
    "РЕСПУБЛИКАСИ",
    "РЭСПУБЛІКА",
    "ҶУМҲУРИИ",
    "RESPUBLIKASI",
    "RESPUBLIKASY",
];

/// The ISO 3166-1 alpha-3 code of a country given by its alpha-2 or alpha-3 code in any letter case, by the `D` that
/// ICAO Doc 9303 has for Germany, or by its name: in English, or in a language of the documents that the vendors read.
/// Names parted by a slash, as on documents in two languages, must not contradict each other.
///
/// ICAO codes that ISO does not have (`UTO`, `GBN`, `XXA` ...) stay as they are. What is not known gives `None`.
#[must_use]
pub fn country(raw: &str) -> Option<&'static str> {
    let code = raw.trim_matches(|c: char| c.is_whitespace() || c == '<').to_ascii_uppercase();
    let by_code = match code.len() {
        1 => (code == "D").then_some("DEU"),
        2 => entries(CODES, 5).find(|entry| entry.get(3..) == Some(&code)).and_then(|entry| entry.get(..3)),
        3 => by_alpha3(&code),
        _ => None,
    };
    by_code.or_else(|| agreed(raw, by_name))
}

/// Whether ISO 3166-1 has this alpha-3 code, in capitals.
#[must_use]
pub fn is_iso_country(alpha3: &str) -> bool {
    alpha3.len() == 3 && entries(CODES, 5).any(|entry| entry.get(..3) == Some(alpha3))
}

fn by_alpha3(code: &str) -> Option<&'static str> {
    let iso = entries(CODES, 5).filter_map(|entry| entry.get(..3));
    iso.chain(entries(ICAO_ONLY, 3)).find(|entry| *entry == code)
}

/// `scripts/data/words.mjs` looks names up in the same way, and leaves out of the table what is found without an entry.
fn by_name(name: &str) -> Option<&'static str> {
    // ISO inverts names: `Iran (Islamic Republic of)`, `Korea, Republic of`.
    let (head, tail) = name.split_once([',', '(']).unwrap_or((name, ""));
    let full = [words_of(name), [words_of(tail), words_of(head)].concat()].map(|words| {
        let words = words.into_iter().filter(|word| !SMALL_WORDS.contains(&word.as_str()));
        words.map(|word| if word == "SAINT" { "ST".to_owned() } else { word }).collect::<Vec<_>>()
    });
    let of = |words: Vec<&str>| {
        let name = words.join(" ");
        let mut lists = COUNTRIES.split(';').zip(entries(CODES, 5));
        let (_, entry) = lists.find(|(names, _)| !name.is_empty() && names.split('|').any(|known| known == name))?;
        entry.get(..3)
    };
    let with = |is_kept: fn(&&str) -> bool| {
        full.iter().find_map(|words| of(words.iter().map(String::as_str).filter(is_kept).collect()))
    };
    with(|_| true).or_else(|| with(|word| !STATE_WORDS.contains(word)))
}

fn entries(table: &'static str, width: usize) -> impl Iterator<Item = &'static str> {
    (0..table.len()).step_by(width).filter_map(move |start| table.get(start..start.checked_add(width)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_each_form_give_alpha_3() {
        for (raw, expected) in [
            ("KAZ", "KAZ"),
            ("kz", "KAZ"),
            ("Vnm", "VNM"),
            (" D ", "DEU"),
            ("D<<", "DEU"),
            ("DE", "DEU"),
            ("UTO", "UTO"),
            ("GBN", "GBN"),
            ("zw", "ZWE"),
            ("AW", "ABW"),
            ("Kazakhstan", "KAZ"),
            ("VIET  NAM", "VNM"),
            ("Việt Nam", "VNM"),
        ] {
            assert_eq!(country(raw), Some(expected), "{raw}");
        }
    }

    #[test]
    fn what_is_no_country_gives_nothing() {
        for raw in ["", "<<<", "Q", "ZZ", "ZZZ", "WAF", "Code", "КАЗ", "Atlantis", "é", "日本"] {
            assert_eq!(country(raw), None, "{raw}");
        }
    }

    #[test]
    fn the_table_has_every_country_once() {
        let all: Vec<_> = entries(CODES, 5).collect();
        assert_eq!(all.len(), 249);
        assert!(all.is_sorted());
        for entry in all {
            let (alpha3, alpha2) = entry.split_at(3);
            assert_eq!((country(alpha3), country(alpha2)), (Some(alpha3), Some(alpha3)));
        }
    }

    #[test]
    fn each_name_of_the_tables_leads_to_its_country() {
        assert_eq!(COUNTRIES.split(';').count(), 249);
        for (names, code) in COUNTRIES.split(';').zip(entries(CODES, 5)) {
            for name in names.split('|') {
                assert_eq!(country(&name.to_lowercase()), code.get(..3), "{name}");
            }
        }
    }

    #[test]
    fn names_are_read_in_the_languages_of_the_documents() {
        for (raw, expected) in [
            ("Republic of Kazakhstan", "KAZ"),
            ("Қазақстан", "KAZ"),
            ("Қазақстан Республикасы", "KAZ"),
            ("Республика Казахстан", "KAZ"),
            ("КАЗАХСТАН / KAZAKHSTAN", "KAZ"),
            ("O‘zbekiston Respublikasi", "UZB"),
            ("O'ZBEKISTON", "UZB"),
            ("Ўзбекистон", "UZB"),
            ("Россия", "RUS"),
            ("РОССИЙСКАЯ ФЕДЕРАЦИЯ", "RUS"),
            ("Кыргызстан", "KGZ"),
            ("Vie\u{323}\u{302}t Nam", "VNM"),
            ("Cộng hòa xã hội chủ nghĩa Việt Nam", "VNM"),
            ("ไทย", "THA"),
            ("中国", "CHN"),
            ("中國", "CHN"),
            ("香港", "HKG"),
            ("កម្ពុជា", "KHM"),
            ("Pilipinas", "PHL"),
            ("Warganegara Malaysia", "MYS"),
            ("REPUBLIC OF CHINA", "TWN"),
            ("Antigua and Barbuda", "ATG"),
            ("THE GAMBIA", "GMB"),
        ] {
            assert_eq!(country(raw), Some(expected), "{raw}");
        }
        for raw in ["KAZAKHSTAN / RUSSIA", "Republic", "of the", "/", "日本"] {
            assert_eq!(country(raw), None, "{raw}");
        }
    }
}
