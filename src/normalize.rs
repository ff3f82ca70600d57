//! Values as vendors print them, made into one form: dates (ISO 8601), countries (ISO 3166-1 alpha-3), sex (ICAO 9303).
