//! Words of documents: names of countries, months, and that a document does not expire.

use idsnap::document::normalize::{DateOrder, country, date, never_expires};

const DATES: &str = include_str!("../fixtures/normalize/dates.tsv");
const COUNTRIES: &str = include_str!("../fixtures/normalize/countries.tsv");

#[test]
fn every_name_of_iso_3166_1_is_read_also_inverted() {
    let rows: Vec<_> = COUNTRIES.lines().filter_map(|row| row.split_once('\t')).collect();
    assert_eq!(rows.len(), COUNTRIES.lines().count());
    assert!(rows.len() > 380, "{}", rows.len());
    for (alpha3, name) in rows {
        for name in [name.to_owned(), name.to_uppercase(), format!("{name} (the)")] {
            assert_eq!(country(&name), Some(alpha3), "{name}");
        }
    }
    for (name, alpha3) in [
        ("United States of America", "USA"),
        ("Korea (the Republic of)", "KOR"),
        ("Korea (the Democratic People's Republic of)", "PRK"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("Bolivia (Plurinational State of)", "BOL"),
        ("Micronesia (Federated States of)", "FSM"),
        ("Congo (the Democratic Republic of the)", "COD"),
        ("Democratic Republic of the Congo", "COD"),
        ("Congo, Democratic Republic of the", "COD"),
        ("Democratic People's Republic of Korea", "PRK"),
        ("Republic of the Congo", "COG"),
        ("Congo (the)", "COG"),
        ("Netherlands (Kingdom of the)", "NLD"),
        ("Taiwan (Province of China)", "TWN"),
        ("Tanzania, the United Republic of", "TZA"),
        ("Venezuela (Bolivarian Republic of)", "VEN"),
        ("Virgin Islands (British)", "VGB"),
        ("Virgin Islands (U.S.)", "VIR"),
        ("Falkland Islands (the) [Malvinas]", "FLK"),
        ("Holy See (the)", "VAT"),
        ("Lao People's Democratic Republic (the)", "LAO"),
        ("Brunei Darussalam", "BRN"),
    ] {
        assert_eq!(country(name), Some(alpha3), "{name}");
    }
}

#[test]
fn states_are_read_by_the_names_that_they_give_themselves() {
    for (name, alpha3) in [
        ("Рэспубліка Беларусь", "BLR"),
        ("КЫРГЫЗ РЕСПУБЛИКАСЫ", "KGZ"),
        ("Кыргыз Республикасы", "KGZ"),
        ("ประเทศไทย", "THA"),
        ("ราชอาณาจักรไทย", "THA"),
        ("臺灣", "TWN"),
        ("中國香港", "HKG"),
        ("Հայաստանի Հանրապետություն", "ARM"),
        ("ព្រះរាជាណាចក្រកម្ពុជា", "KHM"),
        ("CHXHCN Việt Nam", "VNM"),
        ("Republica Moldova", "MDA"),
        ("Azərbaycan Respublikası", "AZE"),
        ("Ҷумҳурии Тоҷикистон", "TJK"),
        ("Republika ng Pilipinas", "PHL"),
    ] {
        assert_eq!(country(name), Some(alpha3), "{name}");
    }
}

#[test]
fn what_is_like_the_name_of_a_state_is_none() {
    for name in [
        "Korea",
        "Virgin Islands",
        "Republic of",
        "United",
        "Democratic Republic",
        "(the)",
        ", of",
        "State of the Union",
        "Congo Democratic Republic",
        "Korea Democratic People's Republic",
        "German Democratic Republic",
    ] {
        assert_eq!(country(name), None, "{name}");
    }
}

#[test]
fn months_are_read_in_every_form_that_icu_writes() {
    let mut read = 0;
    for row in DATES.lines() {
        let mut columns = row.split('\t');
        let language = columns.next().unwrap_or_default();
        for (month, written) in (1..).zip(columns) {
            let expected = format!("1974-{month:02}-12");
            for written in [written.to_owned(), written.to_uppercase()] {
                assert_eq!(date(&written, DateOrder::Dmy), Some(expected.clone()), "{language} {written}");
            }
            read += 1;
        }
    }
    assert_eq!(read, 21 * 2 * 12);
}

#[test]
fn a_document_without_expiry_says_so_in_many_words() {
    for text in [
        "Без срока действия",
        "Действует бессрочно",
        "не ограничен",
        "Срок действия не ограничен",
        "Không có thời hạn",
        "Kho\u{302}ng co\u{301} tho\u{31b}\u{300}i ha\u{323}n",
        "Selamanya",
        "habang buhay",
        "HABAMBUHAY",
        "vitalícia",
        "indeterminada",
        "nedeterminată",
        "permanent",
        "no limit",
        "អចិន្ត្រៃយ៍",
        "doimiy",
        "бемӯҳлат",
        "не абмежаваны",
        "մշտական",
        "終身",
        "9999",
        "9999-12-31",
        "31/12/9999",
        "99.99.9999",
        "12.08.9999",
        "99991231",
        "31129999",
        "9999-12-31T00:00:00Z",
        "9999-12-31 00:00:00",
    ] {
        assert!(never_expires(text), "{text}");
    }
    for text in ["", "T", "99", "1999", "19991231", "31.12.2099", "9999A", "AB 9999", "срок", "limit", "2030-01-01"]
    {
        assert!(!never_expires(text), "{text}");
    }
}
