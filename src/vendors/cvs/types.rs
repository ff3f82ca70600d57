//! The types of items and the fields of each, as one table for reading and for TypeScript.

use super::field::CvsFieldKind;
use serde::Serialize;

macro_rules! item_types {
    (
        open { $( $(#[$open_doc:meta])* $open:ident = $open_name:literal, )+ } as $open_info:ident {
            text: $($open_text:ident)*; plain: $($open_plain:ident)*; number: $($open_number:ident)*;
            flag: $($open_flag:ident)*;
        }
        $(
            $(#[$doc:meta])* $variant:ident = $name:literal as $info:ident {
                text: $($text:ident)*; plain: $($plain:ident)*; number: $($number:ident)*; flag: $($flag:ident)*;
            }
        )+
    ) => {
        /// The type of an item. The vendor may add some: those are `Other`.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
        pub enum CvsItemType {
            $( $(#[$doc])* #[serde(rename = $name)] $variant, )+
            $( $(#[$open_doc])* #[serde(rename = $open_name)] $open, )+
            /// A type that is not known here; [`super::CvsItem::vendor_type`] tells.
            #[default]
            #[serde(rename = "other")]
            Other,
        }

        impl CvsItemType {
            /// Every type that is known here.
            pub const ALL: &[Self] = &[ $( Self::$variant, )+ $( Self::$open, )+ ];

            /// The vendor's name, or `other`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )+ $( Self::$open => $open_name, )+ Self::Other => "other" }
            }

            /// The fields that an item of this type can hold, under the vendor's names.
            ///
            /// Source: the vendor's page, "info"; the checksums of `chip_id_card_back` are known from public clients
            /// alone. Where the fields are not documented, every field of every type.
            #[must_use]
            pub const fn fields(self) -> &'static [(&'static str, CvsFieldKind)] {
                match self {
                    $( Self::$variant => &[
                        $( (stringify!($text), CvsFieldKind::Text), )*
                        $( (stringify!($plain), CvsFieldKind::Plain), )*
                        $( (stringify!($number), CvsFieldKind::Number), )*
                        $( (stringify!($flag), CvsFieldKind::Flag), )*
                        ("image", CvsFieldKind::Image),
                    ], )+
                    $( Self::$open )|+ | Self::Other => &[
                        $( (stringify!($open_text), CvsFieldKind::Text), )*
                        $( (stringify!($open_plain), CvsFieldKind::Plain), )*
                        $( (stringify!($open_number), CvsFieldKind::Number), )*
                        $( (stringify!($open_flag), CvsFieldKind::Flag), )*
                        ("image", CvsFieldKind::Image),
                    ],
                }
            }
        }

        /// The same table as TypeScript's types: never made, only described.
        #[cfg(target_arch = "wasm32")]
        #[expect(dead_code, reason = "only their descriptions are used")]
        mod typescript {
            use crate::document::DocumentImage;
            use crate::json::Json;
            use crate::vendors::cvs::CvsText;
            use std::collections::BTreeMap;

            $( item_types!(@info $info { $($text)* } { $($plain)* } { $($number)* } { $($flag)* }); )+
            item_types!(@info $open_info { $($open_text)* } { $($open_plain)* } { $($open_number)* } { $($open_flag)* });

            /// One side of a card, or one document, as the vendor read it.
            #[derive(tsify::Tsify)]
            #[serde(tag = "type")]
            enum CvsItem {
                $( #[serde(rename = $name)] $variant(CvsItemOf<$info>), )+
                $( #[serde(rename = $open_name)] $open(CvsItemOf<$open_info>), )+
                #[serde(rename = "other")]
                Other(CvsOtherItem),
            }

            /// What an item holds whatever its type.
            #[derive(tsify::Tsify)]
            #[serde(rename_all = "camelCase")]
            struct CvsItemOf<Info> {
                /// The fields.
                info: Info,
                /// Whether the vendor finds the document valid; absent for a PDF, several documents in one image,
                /// and `ocrCard`.
                #[tsify(optional)]
                valid: Option<bool>,
                /// Why not: `0` where nothing is wrong; the first code where there are several.
                #[tsify(type = r#""0" | "1" | "2" | "3" | "4" | "5" | "6" | (string & {})"#, optional)]
                invalid_code: Option<String>,
                /// Every code but `0`, where there are several.
                #[tsify(optional)]
                invalid_codes: Option<Vec<String>>,
                /// The same in words.
                #[tsify(optional)]
                invalid_message: Option<String>,
                /// What is not known here, or has another type than documented, unchanged.
                #[tsify(type = "Record<string, unknown>")]
                extra: BTreeMap<String, Json>,
            }

            /// An item of a type that is not known here.
            #[derive(tsify::Tsify)]
            #[serde(rename_all = "camelCase")]
            struct CvsOtherItem {
                /// The vendor's name of the type.
                #[tsify(optional)]
                vendor_type: Option<String>,
                #[serde(flatten)]
                item: CvsItemOf<$open_info>,
            }
        }
    };

    (@info $info:ident { $($text:ident)* } { $($plain:ident)* } { $($number:ident)* } { $($flag:ident)* }) => {
        /// The fields of an item of this type.
        #[derive(tsify::Tsify)]
        #[serde(rename_all = "camelCase")]
        struct $info {
            $( #[tsify(optional)] $text: Option<CvsText>, )*
            $( #[tsify(optional)] $plain: Option<String>, )*
            $( #[tsify(optional)] $number: Option<f64>, )*
            $( #[tsify(optional)] $flag: Option<bool>, )*
            /// The rectified image, where `getThumb` asked for it.
            #[tsify(optional)]
            image: Option<DocumentImage>,
        }
    };
}

item_types! {
    open {
        /// The front of the citizen's card of 2024. Known from public clients alone.
        ChipIdCard2024Front = "chip_id_card_2024_front",
        /// The back of the citizen's card of 2024. Known from public clients alone.
        ChipIdCard2024Back = "chip_id_card_2024_back",
        /// The front of a vehicle registration. From the vendor's older page.
        VehicleRegistrationFront = "vehicle_registration_front",
        /// The back of a vehicle registration. From the vendor's older page.
        VehicleRegistrationBack = "vehicle_registration_back",
        /// A certificate of the vendor's older page.
        Picertificate = "picertificate",
    } as CvsOpenInfo {
        text: id name full_name sur_name given_name dob gender nationality ethnicity country hometown place_of_birth
            address document_number person_number issue_date due_date issued_at religious identification_sign class rank
            unit blood_type;
        plain: address_town address_town_code address_district address_district_code address_ward address_ward_code
            hometown_town hometown_town_code hometown_district hometown_district_code hometown_ward hometown_ward_code
            issued_at_town issued_at_code checksum_final dob_checksum due_date_checksum document_number_checksum;
        number: confidence mrz_confidence;
        flag: checksum_final_validate dob_checksum_validate due_date_checksum_validate document_number_checksum_validate;
    }
    /// The front of an identity card of 9 digits.
    IdCard9Front = "9_id_card_front" as CvsIdCard9FrontInfo {
        text: id name dob hometown address;
        plain: address_town address_town_code address_district address_district_code address_ward address_ward_code
            hometown_town hometown_town_code hometown_district hometown_district_code hometown_ward hometown_ward_code;
        number: ;
        flag: ;
    }
    /// The front of a citizen's card of 12 digits.
    IdCard12Front = "12_id_card_front" as CvsIdCard12FrontInfo {
        text: id name dob hometown gender due_date nationality ethnicity address;
        plain: address_town address_town_code address_district address_district_code address_ward address_ward_code
            hometown_town hometown_town_code hometown_district hometown_district_code hometown_ward hometown_ward_code;
        number: ;
        flag: ;
    }
    /// The front of a citizen's card with a chip.
    ChipIdCardFront = "chip_id_card_front" as CvsChipIdCardFrontInfo {
        text: id name dob hometown gender due_date nationality address;
        plain: address_town address_town_code address_district address_district_code address_ward address_ward_code
            hometown_town hometown_town_code hometown_district hometown_district_code hometown_ward hometown_ward_code;
        number: ;
        flag: ;
    }
    /// The back of an identity card of 9 digits.
    IdCard9Back = "9_id_card_back" as CvsIdCard9BackInfo {
        text: ethnicity issue_date religious issued_at identification_sign;
        plain: issued_at_town issued_at_code;
        number: ;
        flag: ;
    }
    /// The back of a citizen's card of 12 digits.
    IdCard12Back = "12_id_card_back" as CvsIdCard12BackInfo {
        text: issue_date issued_at identification_sign;
        plain: ;
        number: ;
        flag: ;
    }
    /// The back of a citizen's card with a chip.
    ChipIdCardBack = "chip_id_card_back" as CvsChipIdCardBackInfo {
        text: issue_date issued_at country document_number person_number dob gender due_date nationality sur_name
            given_name identification_sign;
        plain: checksum_final dob_checksum due_date_checksum document_number_checksum;
        number: mrz_confidence;
        flag: checksum_final_validate dob_checksum_validate due_date_checksum_validate document_number_checksum_validate;
    }
    /// A driving licence.
    DrivingLicense = "driving_license" as CvsDrivingLicenseInfo {
        text: id name dob class nationality issue_date due_date address;
        plain: address_town address_town_code address_district address_district_code address_ward address_ward_code;
        number: ;
        flag: ;
    }
    /// A passport.
    Passport = "passport" as CvsPassportInfo {
        text: id sur_name given_name full_name dob gender country nationality due_date person_number issue_date issued_at
            place_of_birth;
        plain: ;
        number: confidence mrz_confidence;
        flag: ;
    }
    /// The front of a soldier's card.
    MilitaryIdCardFront = "military_id_card_front" as CvsMilitaryIdCardFrontInfo {
        text: id name dob unit issue_date due_date;
        plain: ;
        number: ;
        flag: ;
    }
    /// The back of a soldier's card.
    MilitaryIdCardBack = "military_id_card_back" as CvsMilitaryIdCardBackInfo {
        text: dob hometown address identification_sign blood_type;
        plain: ;
        number: ;
        flag: ;
    }
    /// The front of an officer's card.
    OfficerIdCardFront = "officer_id_card_front" as CvsOfficerIdCardFrontInfo {
        text: id name rank unit issue_date due_date;
        plain: ;
        number: ;
        flag: ;
    }
    /// The back of an officer's card.
    OfficerIdCardBack = "officer_id_card_back" as CvsOfficerIdCardBackInfo {
        text: dob hometown address identification_sign blood_type;
        plain: ;
        number: ;
        flag: ;
    }
}

/// Which side of which card an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CardSide {
    /// The front.
    Front,
    /// The back.
    Back,
    /// A document of one page, or not told.
    Only,
}

impl CvsItemType {
    /// The type of the vendor's name, whatever its letter case.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let known = Self::ALL.iter().find(|known| known.name().eq_ignore_ascii_case(name.trim()));
        known.copied().unwrap_or(Self::Other)
    }

    pub(super) fn side(self) -> CardSide {
        match self.name() {
            name if name.ends_with("_front") => CardSide::Front,
            name if name.ends_with("_back") => CardSide::Back,
            _ => CardSide::Only,
        }
    }

    /// The same for both sides of one card: the name without its side.
    pub(super) fn family(self) -> &'static str {
        let name = self.name();
        name.strip_suffix("_front").or_else(|| name.strip_suffix("_back")).unwrap_or(name)
    }
}
