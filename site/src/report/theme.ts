import { createHash } from 'node:crypto';
import { readCheckout } from './checkout.ts';

/** The script that sets the theme before the first paint. It stands in each page: a separate file would hold up the paint for a round trip. */
export const themeScript = readCheckout('site/public/theme.js');

/** The source expression of a content security policy that allows this script and no other inline script. */
export const themeSource = `'sha256-${createHash('sha256').update(themeScript).digest('base64')}'`;
