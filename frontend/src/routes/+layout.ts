// One page, drawn by the browser: there is nothing to say before the socket speaks.
export const ssr = false;
export const prerender = false;
