//! The tables in force: each scan uses what was defined last before it.

use super::huffman::{HuffmanSpec, HuffmanTable};
use super::marker::damaged;
use crate::Result;
use crate::jpeg::shared::frame::{BLOCK, QuantTable, ZIGZAG};
use std::sync::Arc;

/// What DQT, DHT and DRI defined so far.
#[derive(Debug, Default)]
pub struct TablesInForce {
    /// MCUs between restart markers, 0 for none.
    pub restart_interval: u16,
    quant: [Option<QuantTable>; 4],
    dc: [Option<HuffmanSlot>; 4],
    ac: [Option<HuffmanSlot>; 4],
}

/// A table as it was defined, made ready by the first scan that asks for it.
#[derive(Debug)]
struct HuffmanSlot {
    spec: HuffmanSpec,
    ready: Option<Arc<HuffmanTable>>,
}

impl TablesInForce {
    /// DQT (T.81 B.2.4.1): 8-bit or 16-bit steps in zigzag order.
    pub fn define_quantization(&mut self, mut parameters: &[u8]) -> Result<()> {
        while let [selector, rest @ ..] = parameters {
            let step_bytes = if selector >> 4 == 0 { 1 } else { 2 };
            let slot = self.quant.get_mut(usize::from(selector & 15));
            let slot = slot.ok_or_else(|| damaged("a quantization table has a number over 3"))?;
            let steps = rest.get(..BLOCK * step_bytes).ok_or_else(|| damaged("a quantization table is cut short"))?;
            let mut table = [1; BLOCK];
            for (step, &natural) in steps.chunks_exact(step_bytes).zip(&ZIGZAG) {
                let step = step.iter().fold(0, |value: u16, &byte| value << 8 | u16::from(byte));
                // 0 is illegal and would divide by zero where the table is used to encode.
                table[usize::from(natural)] = step.max(1);
            }
            *slot = Some(QuantTable(table));
            parameters = rest.get(steps.len()..).unwrap_or_default();
        }
        Ok(())
    }

    /// DHT (T.81 B.2.4.2).
    pub fn define_huffman(&mut self, mut parameters: &[u8]) -> Result<()> {
        while let [selector, rest @ ..] = parameters {
            let class = if selector >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            let slot = class.get_mut(usize::from(selector & 15));
            let slot = slot.ok_or_else(|| damaged("a Huffman table has a number over 3"))?;
            let (spec, after) = HuffmanSpec::parse(rest)?;
            *slot = Some(HuffmanSlot { spec, ready: None });
            parameters = after;
        }
        Ok(())
    }

    /// DRI (T.81 B.2.4.4).
    pub fn define_restart_interval(&mut self, parameters: &[u8]) -> Result<()> {
        let [high, low, ..] = parameters else { return Err(damaged("the restart interval is cut short")) };
        self.restart_interval = u16::from_be_bytes([*high, *low]);
        Ok(())
    }

    pub fn quantization(&self, number: u8) -> Result<QuantTable> {
        let table = self.quant.get(usize::from(number)).copied().flatten();
        table.ok_or_else(|| damaged("a quantization table is missing"))
    }

    pub fn dc(&mut self, number: u8) -> Result<Arc<HuffmanTable>> {
        ready(&mut self.dc, number, HuffmanTable::dc, HuffmanSpec::standard_dc)
    }

    pub fn ac(&mut self, number: u8) -> Result<Arc<HuffmanTable>> {
        ready(&mut self.ac, number, HuffmanTable::ac, HuffmanSpec::standard_ac)
    }
}

/// Frames of Motion JPEG have no DHT: tables 0 and 1 then are the typical ones.
fn ready(
    slots: &mut [Option<HuffmanSlot>; 4],
    number: u8,
    build: fn(&HuffmanSpec) -> Result<HuffmanTable>,
    standard: fn(usize) -> HuffmanSpec,
) -> Result<Arc<HuffmanTable>> {
    let missing = || damaged("a Huffman table is missing");
    let number = usize::from(number);
    let slot = slots.get_mut(number).ok_or_else(missing)?;
    if slot.is_none() && number < 2 {
        *slot = Some(HuffmanSlot { spec: standard(number), ready: None });
    }
    let slot = slot.as_mut().ok_or_else(missing)?;
    if let Some(table) = &slot.ready {
        return Ok(Arc::clone(table));
    }
    let table = Arc::new(build(&slot.spec)?);
    slot.ready = Some(Arc::clone(&table));
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_8_and_16_bit_steps_from_one_segment() {
        let mut parameters = vec![0x00];
        parameters.extend(0..64);
        parameters.push(0x13);
        parameters.extend((0..64).flat_map(|step| [1, step]));
        let mut tables = TablesInForce::default();
        tables.define_quantization(&parameters).unwrap();
        let first = tables.quantization(0).unwrap().0;
        assert_eq!((first[0], first[1], first[8], first[63]), (1, 1, 2, 63));
        assert_eq!(tables.quantization(3).unwrap().0[8], 258);
        assert!(tables.quantization(1).is_err());
        assert!(tables.define_quantization(&parameters[..100]).is_err());
        assert!(tables.define_quantization(&[4]).is_err());
    }

    #[test]
    fn a_table_defined_anew_replaces_the_one_made_ready() {
        let mut tables = TablesInForce::default();
        let typical = tables.ac(0).unwrap();
        assert!(Arc::ptr_eq(&typical, &tables.ac(0).unwrap()));
        let mut parameters = [0; 18];
        (parameters[0], parameters[1], parameters[17]) = (0x10, 1, 0x21);
        tables.define_huffman(&parameters).unwrap();
        assert_eq!(tables.ac(0).unwrap().entry(0).run(), 2);
        assert!(tables.ac(2).is_err());
    }
}
