import { afterAll, describe } from 'vitest';
import { contents } from './bundleContents.ts';
import { publishing } from './bundlePublishing.ts';
import { tampering } from './bundleTampering.ts';
import { verification } from './bundleVerification.ts';
import { makeBundle } from './publishedBundle.ts';

// One bundle for all of them: it is trained, published and unpacked once.
const bundle = await makeBundle();
afterAll(() => bundle.remove());

describe('publishing a bundle', () => publishing(bundle));
describe('a bundle', () => contents(bundle));
describe('a bundle that is verified', () => verification(bundle));
describe('a bundle that was tampered with', () => tampering(bundle));
