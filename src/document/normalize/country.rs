//! Countries as printed or coded, made into ISO 3166-1 alpha-3.

use super::letters::uppercase;

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

/// English names in the vendors' contracts, and the forms that documents of those countries print, in upper case.
const NAMES: [(&str, &str); 38] = [
    ("ARMENIA", "ARM"),
    ("AUSTRALIA", "AUS"),
    ("AZERBAIJAN", "AZE"),
    ("BELARUS", "BLR"),
    ("BELORUSSIA", "BLR"),
    ("CHINA", "CHN"),
    ("HONG KONG", "HKG"),
    ("INDONESIA", "IDN"),
    ("KAZAKHSTAN", "KAZ"),
    ("KYRGYZ REPUBLIC", "KGZ"),
    ("KYRGYZSTAN", "KGZ"),
    ("MACAO", "MAC"),
    ("MACAU", "MAC"),
    ("MALAYSIA", "MYS"),
    ("MOLDOVA", "MDA"),
    ("NEW ZEALAND", "NZL"),
    ("PEOPLE'S REPUBLIC OF CHINA", "CHN"),
    ("PHILIPPINES", "PHL"),
    ("REPUBLIC OF ARMENIA", "ARM"),
    ("REPUBLIC OF AZERBAIJAN", "AZE"),
    ("REPUBLIC OF BELARUS", "BLR"),
    ("REPUBLIC OF KAZAKHSTAN", "KAZ"),
    ("REPUBLIC OF MOLDOVA", "MDA"),
    ("REPUBLIC OF TAJIKISTAN", "TJK"),
    ("REPUBLIC OF UZBEKISTAN", "UZB"),
    ("RUSSIA", "RUS"),
    ("RUSSIAN FEDERATION", "RUS"),
    ("SINGAPORE", "SGP"),
    ("SOCIALIST REPUBLIC OF VIETNAM", "VNM"),
    ("TAIWAN", "TWN"),
    ("TAJIKISTAN", "TJK"),
    ("THAILAND", "THA"),
    ("TURKMENISTAN", "TKM"),
    ("UZBEKISTAN", "UZB"),
    ("VIET NAM", "VNM"),
    ("VIETNAM", "VNM"),
    ("VIỆT NAM", "VNM"),
    ("РОССИЙСКАЯ ФЕДЕРАЦИЯ", "RUS"),
];

/// The ISO 3166-1 alpha-3 code of a country given by its alpha-2 or alpha-3 code in any letter case, by the `D` that
/// ICAO Doc 9303 has for Germany, or by a name that the vendors' contracts have.
///
/// ICAO codes that ISO does not have (`UTO`, `GBN`, `XXA` ...) stay as they are. What is not known gives `None`.
#[must_use]
pub fn country(raw: &str) -> Option<&'static str> {
    let name = raw.trim_matches(|c: char| c.is_whitespace() || c == '<');
    let name: String = name.chars().map(uppercase).collect();
    match name.len() {
        1 => (name == "D").then_some("DEU"),
        2 => entries(CODES, 5).find(|entry| entry.get(3..) == Some(&name)).and_then(|entry| entry.get(..3)),
        3 => by_alpha3(&name),
        _ => by_name(&name),
    }
}

fn by_alpha3(code: &str) -> Option<&'static str> {
    let iso = entries(CODES, 5).filter_map(|entry| entry.get(..3));
    iso.chain(entries(ICAO_ONLY, 3)).find(|entry| *entry == code)
}

fn by_name(name: &str) -> Option<&'static str> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code)
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
    fn each_name_leads_to_a_code_of_the_table() {
        for (name, code) in NAMES {
            assert_eq!(country(&name.to_lowercase()), country(code), "{name}");
        }
    }
}
