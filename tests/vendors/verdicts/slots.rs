//! The values that a decision can have, by what they are.

/// How a decision is written.
#[derive(Clone, Copy, PartialEq)]
pub enum Slot {
    /// A yes or a judgement in favor of the document.
    Judgement,
    /// A yes against the document.
    Broken,
    /// 0 is passed.
    Status,
    /// Something here is a failure.
    Failure,
    /// `0` or a code.
    Code,
    /// `S`, `F` or `U`.
    Envelope,
}

/// Values by what they are, as JSON text.
pub struct Values {
    pub yes: &'static [&'static str],
    pub no: &'static [&'static str],
}

impl Slot {
    pub fn values(self) -> Values {
        match self {
            Self::Judgement => Values {
                yes: &[r#""Y""#, r#""True""#, "true", "1", r#""yes""#, r#""OK""#, r#""pass""#, r#"" valid ""#],
                no: &[
                    r#""N""#,
                    r#""False""#,
                    "false",
                    "0",
                    r#""0""#,
                    r#""no""#,
                    r#""FAIL""#,
                    r#""Failed""#,
                    r#""Invalid""#,
                    r#""not_ok""#,
                    r#""not valid""#,
                    r#""rejected""#,
                    r#""нет""#,
                    r#""Không""#,
                    r#""жоқ""#,
                    r#""tidak""#,
                    r#""否""#,
                    r#""maybe""#,
                    r#""xxxx""#,
                    r#""T""#,
                    r#""Тrue""#,
                    r#""valid?""#,
                    "2",
                    "-1",
                    r#""-1""#,
                    "0.93",
                    "1e400",
                    r#""UNCERTAIN""#,
                    r#"["Y","N"]"#,
                    r#"{"a":1,"b":2}"#,
                    r#"{"invalid":true}"#,
                ],
            },
            Self::Broken => Values {
                yes: &["false", "null", r#""""#, r#""False""#, "0", r#""0""#, r#""no""#, r#""Нет""#],
                no: &[
                    "true",
                    r#""True""#,
                    "1",
                    r#""1""#,
                    r#""yes""#,
                    r#""да""#,
                    r#""error""#,
                    r#""fail""#,
                    r#""ok""#,
                    "2",
                    r#""maybe""#,
                    r#"{"a":1}"#,
                    r#"[false,true]"#,
                ],
            },
            Self::Status => Values {
                yes: &["0", r#""0""#, r#""""#, "null", r#""ok""#, "true"],
                no: &[
                    "1",
                    r#""1""#,
                    "1.0",
                    r#""not_ok""#,
                    r#""Fail""#,
                    "false",
                    r#""false""#,
                    "2",
                    "-1",
                    r#""maybe""#,
                    r#"[0,1]"#,
                    r#"{"a":1}"#,
                    r#""нет""#,
                ],
            },
            Self::Failure => Values {
                yes: &["null", r#""None""#, r#""""#, r#""-""#, r#""N/A""#, "[]", "{}", r#"["None"]"#],
                no: &[
                    r#""blur""#,
                    r#"{"type":"blur","detail":null}"#,
                    "7",
                    "true",
                    r#""Frontside document not found""#,
                    r#"["None","blur"]"#,
                    r#"{"detail":"x"}"#,
                ],
            },
            Self::Code => Values {
                yes: &["0", r#""0""#, r#"" 0 ""#, "0.0", r#""0.0""#],
                no: &[
                    "1",
                    r#""1""#,
                    r#""5""#,
                    r#""01""#,
                    r#"["0","2"]"#,
                    r#""0,3""#,
                    r#"{"code":1}"#,
                    r#""error""#,
                    "true",
                    "9",
                ],
            },
            Self::Envelope => Values {
                yes: &[r#""S""#, r#"" S ""#, r#""s""#],
                no: &[r#""F""#, r#""U""#, r#""f""#, r#""X""#, r#""FAIL""#, "0", "false", "null", r#""""#, "{}", "7"],
            },
        }
    }
}
