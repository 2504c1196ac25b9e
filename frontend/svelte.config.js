import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter({ fallback: 'index.html', precompress: false }),
    // One script and one style sheet: the whole app is smaller than the round trips that more files would cost.
    output: { bundleStrategy: 'single' },
    version: { pollInterval: 0 },
    typescript: {
      config: (config) => ({ ...config, include: [...config.include, '../e2e/**/*.ts', '../playwright.config.ts'] })
    }
  }
};
