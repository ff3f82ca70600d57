// Takes the pictures of the demo that the documentation shows: `node scripts/screenshots.mjs` (needs a built dist).
import { chromium } from 'playwright-core';
import { startServer } from '../www/server.mjs';
import { CHROMIUM_FLAGS, ensureBrowser } from './toolchain.mjs';

const SHOTS = [
  ['docs/demo.png', { viewport: { width: 1100, height: 800 } }],
  ['docs/demo-dark.png', { viewport: { width: 1100, height: 800 }, colorScheme: 'dark' }],
  ['docs/demo-phone.png', { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }],
];

const server = await startServer({ port: 0 });
const browser = await chromium.launch({
  executablePath: (await ensureBrowser()).chromium,
  args: CHROMIUM_FLAGS,
});
for (const [path, options] of SHOTS) {
  const page = await browser.newPage(options);
  await page.goto(server.url);
  await page.locator('#example').click();
  await page.locator('#side-back[data-prepared]').waitFor({ timeout: 60_000 });
  await page.locator('#recognize').click();
  await page.locator('.banner.good').waitFor({ timeout: 60_000 });
  await page.screenshot({ path, fullPage: true });
  await page.close();
}
await browser.close();
await server.close();
