// The code that a page would have for the options that were chosen.

/** A module that prepares a `file` with these options. */
export function codeFor({ crop, ...options }) {
  const lines = Object.entries(options).map(([name, value]) => `  ${name}: ${literal(value)},`);
  if (crop) lines.push('  crop: corners ?? undefined,');
  const given = lines.length === 0 ? 'file' : `file, {\n${lines.join('\n')}\n}`;
  return [
    `import { ${crop ? 'analyzeImage, ' : ''}prepareImage } from 'idsnap';`,
    '',
    ...(crop ? ['const { corners } = await analyzeImage(file);'] : []),
    `const photo = await prepareImage(${given});`,
    'photo.blob; // what is sent',
  ].join('\n');
}

function literal(value) {
  if (typeof value === 'string') return `'${value}'`;
  return typeof value === 'number' && value >= 10_000 ? String(value).replace(/\B(?=(\d{3})+$)/g, '_') : String(value);
}
