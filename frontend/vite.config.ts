import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [sveltekit()],
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
