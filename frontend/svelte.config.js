import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter({ fallback: 'index.html', precompress: true }),
    // The one inline script, which starts the app, is allowed by its hash, in a <meta> tag of the page itself. The gateway's
    // header repeats the other directives and adds those that a <meta> tag cannot carry; see README.md.
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['self'],
        'script-src': ['self'],
        'style-src': ['self'],
        'img-src': ['self', 'data:'],
        'connect-src': ['self'],
        'object-src': ['none'],
        'base-uri': ['none'],
        'form-action': ['none']
      }
    },
    version: { pollInterval: 0 }
  }
};
