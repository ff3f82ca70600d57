//! Names of keys and variants, as serde forms them.

use syn::{Error, LitStr, Result};

/// `snake_case` to `camelCase`.
pub fn camel_case(field: &str) -> String {
    let mut words = field.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capitalized(word))
}

/// The name of a variant in the form of `rule`; in camelCase without one.
pub fn variant(name: &str, rule: Option<&LitStr>) -> Result<String> {
    let Some(rule) = rule else { return Ok(uncapitalized(name)) };
    match rule.value().as_str() {
        "lowercase" => Ok(name.to_lowercase()),
        "UPPERCASE" => Ok(name.to_uppercase()),
        "snake_case" => Ok(snake_case(name)),
        "SCREAMING_SNAKE_CASE" => Ok(snake_case(name).to_uppercase()),
        "camelCase" => Ok(uncapitalized(name)),
        _ => {
            Err(Error::new(rule.span(), "expected lowercase, UPPERCASE, snake_case, SCREAMING_SNAKE_CASE or camelCase"))
        }
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (index, letter) in name.char_indices() {
        if letter.is_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn uncapitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::Span;

    #[test]
    fn fields_become_keys() {
        for (field, key) in
            [("front", "front"), ("auto_doc_types", "autoDocTypes"), ("optional_data_2", "optionalData2")]
        {
            assert_eq!(camel_case(field), key);
        }
    }

    #[test]
    fn variants_follow_the_rule() {
        let named = |rule: &str| variant("IdCard", Some(&LitStr::new(rule, Span::call_site()))).unwrap();
        assert_eq!(named("SCREAMING_SNAKE_CASE"), "ID_CARD");
        assert_eq!(named("snake_case"), "id_card");
        assert_eq!(named("UPPERCASE"), "IDCARD");
        assert_eq!(named("lowercase"), "idcard");
        assert_eq!(named("camelCase"), "idCard");
        assert_eq!(variant("IdCard", None).unwrap(), "idCard");
        assert!(variant("IdCard", Some(&LitStr::new("Train", Span::call_site()))).is_err());
    }
}
