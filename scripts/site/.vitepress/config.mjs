// The site of the documentation. Nothing in it asks anything of another host.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const built = (path) => fileURLToPath(new URL(`../../../target/site/${path}`, import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

const GUIDES = [
  {
    text: 'Start',
    items: [
      { text: 'In five minutes', link: '/start' },
      { text: 'Bundlers and frameworks', link: '/bundlers' },
      { text: 'Content security policy', link: '/csp' },
      { text: 'For a help desk', link: '/support' },
      { text: 'Coming from canvas or a compressor', link: '/migrating' },
    ],
  },
  {
    text: 'In the page',
    items: [
      { text: 'Images', link: '/images' },
      { text: 'HEIC and other formats', link: '/heic' },
      { text: 'Camera', link: '/capture' },
      { text: 'Every state of the camera', link: '/capture/README' },
      { text: 'With a phone', link: '/handover' },
      { text: 'Machine readable zone', link: '/mrz' },
      { text: 'Bad networks', link: '/network' },
      { text: 'Error codes', link: '/errors' },
    ],
  },
  {
    text: 'Vendors',
    items: [
      { text: 'What holds for all', link: '/vendors' },
      { text: 'ZOLOZ', link: '/vendors/zoloz' },
      { text: 'Beorg', link: '/vendors/beorg' },
      { text: 'Biometric.kz', link: '/vendors/biometric_kz' },
      { text: 'CVS', link: '/vendors/cvs' },
    ],
  },
  {
    text: 'On the server',
    items: [
      { text: 'Proxy', link: '/proxy' },
      { text: 'Command line', link: '/command-line' },
      { text: 'Threat model', link: '/security' },
      { text: 'Privacy', link: '/privacy' },
    ],
  },
  {
    text: 'The project',
    items: [
      { text: 'Performance', link: '/performance' },
      { text: 'How it is built and loaded', link: '/building' },
      { text: 'Architecture', link: '/architecture' },
      { text: 'Reporting a weakness', link: '/reporting' },
      { text: 'Contributing', link: '/contributing' },
      { text: 'Notebook', link: '/notes/README' },
      { text: 'Sizes', link: '/notes/sizes' },
      { text: 'Changelog', link: '/changelog' },
    ],
  },
];

/** How the modules of the reference are imported. */
const IMPORTS = {
  index: 'idsnap',
  capture: 'idsnap/capture',
  'decoders/libheif': 'idsnap/decoders/libheif',
  handover: 'idsnap/handover',
  proxy: 'idsnap/proxy',
  'proxy/node': 'idsnap/proxy/node',
  sandbox: 'idsnap/sandbox',
};

/** The name of a heading in addresses, as GitHub makes it: links lead there in both places. */
const slugify = (text) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
    .replace(/\s/g, '-');

/** The reference as TypeDoc tells its modules and what they have. */
function reference() {
  const toItem = ({ title, path, children }) => ({
    text: IMPORTS[title] ?? title,
    ...(path ? { link: `/reference/${path.replace(/\.md$/, '')}` } : {}),
    ...(children ? { collapsed: true, items: children.map(toItem) } : {}),
  });
  return [{ text: 'Reference', items: JSON.parse(readFileSync(built('navigation.json'), 'utf8')).map(toItem) }];
}

export default {
  title: 'idsnap',
  description: 'Gets a photo of an identity document accepted.',
  lang: 'en',
  srcDir: built('pages'),
  outDir: built('built'),
  cacheDir: built('cache'),
  cleanUrls: false,
  lastUpdated: false,
  appearance: true,
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('id-') } } },
  markdown: { html: true, anchor: { slugify } },
  themeConfig: {
    outline: [2, 3],
    search: { provider: 'local' },
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Vendors', link: '/vendors' },
      { text: 'Errors', link: '/errors' },
      { text: 'Reference', link: '/reference/index' },
      { text: version, link: '/changelog' },
    ],
    sidebar: { '/reference/': reference(), '/': GUIDES },
  },
};
