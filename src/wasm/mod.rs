//! The boundary to JavaScript: conversions and nothing else.
