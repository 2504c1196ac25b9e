import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** SvelteKit's root component hides its live region with an inline style, which the Content-Security-Policy forbids. */
const withoutInlineStyle: Plugin = {
  name: 'without-inline-style',
  enforce: 'pre',
  transform(code, id) {
    if (!/\.svelte-kit\/generated\/root\.svelte$/.test(id)) return null;
    return code.replace(/\sstyle="[^"]*"/g, '');
  }
};

export default defineConfig({
  plugins: [withoutInlineStyle, sveltekit()],
  server: {
    proxy: { '/ws': { target: 'http://localhost:8080', ws: true, changeOrigin: true } }
  },
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    environment: 'node',
    // A test that awaits nothing for five seconds is stuck; nothing here opens a socket.
    testTimeout: 5000
  }
});
