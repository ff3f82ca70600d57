import { correction, generate } from 'lean-qr/nano';
import type { QrCode } from './types.js';

/** Light modules around the code, by ISO/IEC 18004. */
const QUIET_ZONE = 4;

/** A text as a QR code, of which up to 15 % may be hidden. */
export function qrOf(text: string): QrCode {
  const code = generate(text, { minCorrectionLevel: correction.M });
  let path = '';
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      const start = x;
      while (x < code.size && code.get(x, y)) x += 1;
      if (x > start) path += `M${start + QUIET_ZONE} ${y + QUIET_ZONE}h${x - start}v1h-${x - start}z`;
    }
  }
  return { size: code.size + 2 * QUIET_ZONE, path };
}
