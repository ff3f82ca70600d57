//! Options, checked and boiled down.

use super::crop::Cut;
use super::options::{DEFAULT_MIN_QUALITY, DEFAULT_QUALITY, DamagePolicy, Limits, PrepareOptions};
use crate::jpeg::Damaged;
use crate::limits::{ImageFormat, MetadataPolicy, SizeLimit, SizeScope, SizeUnit};
use crate::{Error, Result};

const EVERY_FORMAT: [ImageFormat; 4] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Bmp, ImageFormat::Webp];

/// What one image has to meet.
#[derive(Debug, Clone)]
pub struct Plan {
    pub formats: Vec<ImageFormat>,
    pub max_edge: u32,
    pub quality: u8,
    pub min_quality: u8,
    pub metadata: MetadataPolicy,
    pub damaged: Damaged,
    /// Whether a file is decoded before it is passed on untouched.
    pub verify: bool,
    /// The tightest size limit of one image. A limit of a whole request limits each of its images too.
    pub budget: Budget,
    /// The size limit of all images of a request together.
    pub shared: Option<Budget>,
    /// What is cut out.
    pub cut: Option<Cut>,
}

/// A size limit of one image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// The most bytes a file may have.
    pub max_bytes: u64,
    /// The limit in its own unit.
    pub limit: u64,
    pub unit: SizeUnit,
}

impl Budget {
    const NONE: Self = Self { max_bytes: u64::MAX, limit: u64::MAX, unit: SizeUnit::Bytes };

    pub const fn new(limit: u64, unit: SizeUnit) -> Self {
        Self { max_bytes: unit.max_bytes(limit), limit, unit }
    }

    /// The tighter of two.
    pub fn tighter(self, other: Self) -> Self {
        if other.max_bytes < self.max_bytes { other } else { self }
    }

    /// The error for an image that cannot be made smaller than `best_bytes`.
    pub fn exceeded(self, best_bytes: u64) -> Box<Error> {
        Error::OverBudget { limit: self.limit, best: self.unit.measure(best_bytes), unit: self.unit }.into()
    }
}

impl Plan {
    pub fn new(options: &PrepareOptions) -> Result<Self> {
        let limits = options.limits.as_ref().map(Limits::resolved);
        let formats = limits.as_ref().map_or(EVERY_FORMAT.to_vec(), |limits| limits.formats.to_vec());
        let size = limits.as_ref().and_then(|limits| limits.size);
        let edges = [options.max_edge, limits.as_ref().and_then(|limits| limits.max_edge)];
        let quality = at_least_one("quality", options.quality, 100)?.unwrap_or(DEFAULT_QUALITY);
        let min_quality = at_least_one("minQuality", options.min_quality, 100)?;
        if let Some(min) = min_quality.filter(|min| *min > quality) {
            return Err(Error::invalid("minQuality", min.to_string(), format!("1 to {quality}, the quality")));
        }
        Ok(Self {
            formats,
            max_edge: positive_minimum("maxEdge", edges)?.unwrap_or(u32::MAX),
            quality,
            min_quality: min_quality.unwrap_or(DEFAULT_MIN_QUALITY.min(quality)),
            metadata: options
                .metadata
                .unwrap_or(options.limits.as_ref().map_or(MetadataPolicy::Strip, Limits::metadata)),
            damaged: match options.damaged.unwrap_or_default() {
                DamagePolicy::Refuse => Damaged::Refuse,
                DamagePolicy::Allow => Damaged::ShowWhatIsThere,
            },
            verify: options.verify.unwrap_or(true),
            budget: budget(options, size)?,
            cut: Cut::new(options)?,
            shared: size.filter(|size| size.scope == SizeScope::Request).map(|size| Budget::new(size.max, size.unit)),
        })
    }

    /// The same plan for an image that has to meet `budget` too.
    pub fn within(&self, budget: Budget) -> Self {
        Self { budget: self.budget.tighter(budget), ..self.clone() }
    }
}

fn budget(options: &PrepareOptions, size: Option<SizeLimit>) -> Result<Budget> {
    let all = [
        size.map(|size| ("limits.size.max", size.max, size.unit)),
        options.max_bytes.map(|max| ("maxBytes", max, SizeUnit::Bytes)),
        options.max_base64_length.map(|max| ("maxBase64Length", max, SizeUnit::Base64Characters)),
    ];
    all.into_iter().flatten().try_fold(Budget::NONE, |tightest, (field, max, unit)| {
        let budget = Budget::new(max, unit);
        if budget.max_bytes == 0 {
            return Err(Error::invalid(field, max.to_string(), format!("room for a picture, in {unit}")));
        }
        Ok(tightest.tighter(budget))
    })
}

fn at_least_one(field: &str, value: Option<u8>, max: u8) -> Result<Option<u8>> {
    match value {
        Some(found) if found == 0 || found > max => {
            Err(Error::invalid(field, found.to_string(), format!("1 to {max}")))
        }
        Some(_) | None => Ok(value),
    }
}

fn positive_minimum(field: &str, values: [Option<u32>; 2]) -> Result<Option<u32>> {
    let smallest = values.into_iter().flatten().min();
    if smallest == Some(0) { Err(Error::invalid(field, "0", "1 or more pixels")) } else { Ok(smallest) }
}
